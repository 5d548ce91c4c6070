"""How far a grading has come: a bar on a terminal, a plain line every few seconds elsewhere. Both go to stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from grader.classroom.marking import Watch
from grader.printable import printable

_EVERY = 5.0  # seconds between two plain lines
_LONGEST_NAME = 24  # characters


class Silent:
    """Says nothing."""

    def done(self, name: str, *, anew: bool) -> None:
        """Hear of a submission that is done."""


class Plain:
    """A line every few seconds: for logs, and for terminals that are none."""

    def __init__(self, total: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._total = total
        self._clock = clock
        self._count = self._anew = 0
        self._began = self._said = clock()

    def done(self, name: str, *, anew: bool) -> None:
        """Hear of a submission that is done."""
        self._count += 1
        self._anew += anew
        now = self._clock()
        if now - self._said >= _EVERY or self._count == self._total:
            self._said = now
            print(f"{self._count} of {self._total}{self._outlook(now)}  {printable(name)}", file=sys.stderr, flush=True)

    def _outlook(self, now: float) -> str:
        if not self._anew:
            return ""
        rate = self._anew / max(now - self._began, 0.001)
        left = (self._total - self._count) / rate
        return f", {rate:.1f} a second, {left:.0f} s left"


class Bar:
    """A bar with count, rate, time left and the last name."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._task = progress.add_task("grading", total=total, name="")

    def done(self, name: str, *, anew: bool) -> None:
        """Hear of a submission that is done."""
        self._progress.update(self._task, advance=1, name=printable(name[:_LONGEST_NAME]))


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed or 0.0:.1f}/s")


@contextmanager
def watching(total: int, *, quiet: bool) -> Iterator[Watch]:
    """Return who is told how far a grading of so many submissions has come."""
    console = Console(stderr=True)
    if quiet:
        yield Silent()
    elif not console.is_terminal:
        yield Plain(total)
    else:
        columns = (BarColumn(), MofNCompleteColumn(), _Rate(), TimeRemainingColumn())
        with Progress(
            *columns, TextColumn("{task.fields[name]}", markup=False), console=console, transient=True
        ) as bar:
            yield Bar(bar, total)
