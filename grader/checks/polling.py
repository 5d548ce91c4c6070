"""How a master asks after its futures, and what it prints about them: the status lines and the reports of future.py.

Words are free, so a status line is known by its index and by what the master had just been told by `ready()`:
the lines for finished futures must differ from those for running ones. Where a line uses well-known words, they
must not say the opposite.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from grader.checks.facts import numbers
from grader.recording.recording import Call

LONGEST_INTERVAL = 2.0  # seconds of the run's clock between two questions about an unfinished future
_RUNNING = re.compile(
    r"\b(running|still|waiting|busy|pending|working|in progress|alive|going|l[äa]uft|noch|en cours|corriendo|"
    r"unfinished|incomplete|n[o']t (?:yet )?(?:been )?(?:finished|done|ready|complete\w*|over)|"
    r"n[o']t (?:yet )?(?:has )?ended|not yet|unready)\b"
)
_FINISHED = re.compile(
    r"\b(finished|finishes|done|complete|completed|ready|ended|over|terminated|resolved|fertig|beendet|"
    r"termin[ée]e?|fini|terminado|listo)\b"
)


@dataclass(frozen=True)
class Gap:
    """A stretch of time in which nobody asked, or printed, whether a future was finished (seconds)."""

    future: int
    start: float
    end: float


def asked_at(each: Call, answer: bool | None = None) -> list[float]:
    """Return when `ready()` was asked of a future, and answered so."""
    return [question.asked for question in each.asked("ready") if answer is None or question.answer is answer]


def longest_gap(index: int, each: Call, times: Iterable[float], start: float, end: float) -> Gap:
    """Return the longest stretch between `start` and the call's resolution (or `end`) in which no time lies."""
    until = end if each.resolved is None else min(end, each.resolved)
    marks = [start, *sorted(time for time in times if start <= time <= until), until]
    gaps = [Gap(index, before, after) for before, after in itertools.pairwise(marks)]
    return max(gaps, key=lambda gap: gap.end - gap.start)


def states_said(text: str) -> set[bool]:
    """Return what a line says of a future by well-known words: {True} finished, {False} running, both, or nothing."""
    words = text.lower().replace("isn't", "is not").replace("hasn't", "has not")
    said = {False} if _RUNNING.search(words) else set()
    rest = _RUNNING.sub(" ", words)
    return said | ({True} if _FINISHED.search(rest) else set())


def has_index(text: str, index: int) -> bool:
    """Tell whether a line holds this index as a number of its own."""
    return any(number.value == index and not number.decimals for number in numbers(text))


def template(text: str) -> str:
    """Return a line without its numbers and its spacing, to compare how it is worded."""
    return " ".join(re.sub(r"-?\d[\d.,:]*", "#", text).split())
