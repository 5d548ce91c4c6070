"""`grader grade SUBMISSIONS --out REPORT`: grade a class."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from grader.classroom.conduct import Plan, grade_class
from grader.classroom.filling import WRITTEN, Filler
from grader.classroom.find import find
from grader.classroom.grades import FILE
from grader.classroom.local import usable_cores
from grader.classroom.progress import watching
from grader.classroom.store import Store, open_store, write_whole
from grader.classroom.summary import Summary
from grader.errors import BadInput
from grader.recording.sandbox import why_unavailable
from grader.reports.writers import ON_DEMAND, not_asked_for, require, require_fit, write_all
from grader.settings import SANDBOXES, nearest_settings

EXAMPLES = (
    "grader grade submissions.zip --out report",
    "grader grade canvas-download --out report --gradebook grades.csv --jobs 4",
    "grader grade submissions --out report --only alice --force",
    "grader grade submissions --out report --scheduler tcp://10.0.0.1:8786",
)
Sandbox = Enum("Sandbox", {name: name for name in SANDBOXES}, type=str)  # type: ignore[misc]  # as Typer wants them
_INTERRUPTED = 130  # what a shell expects of a command that Ctrl-C ended
_MOST_JOBS = 1024
_FULL = (errno.ENOSPC, errno.EDQUOT)
_KEPT = "what is graded is kept"


def _jobs(text: str) -> int:
    """Read the number of jobs."""
    if not (text.isdecimal() and text.isascii() and 1 <= int(text) <= _MOST_JOBS):
        raise BadInput(f"--jobs {text}: expected a whole number from 1 to {_MOST_JOBS}")
    return int(text)


def _folder(text: str) -> Path:
    """Read the name of the report's folder; without one it would be the present folder."""
    if not text:
        raise BadInput("--out: name a folder; . is the one where you are")
    return Path(text)


def grade(
    submissions: Annotated[
        Path,
        typer.Argument(help="What the LMS handed out: a folder, or the download as it is.", show_default=False),
    ],
    out: Annotated[
        Path,
        typer.Option(
            metavar="FOLDER", parser=_folder, help="Where the report is written: a new folder, or an earlier report."
        ),
    ],
    jobs: Annotated[
        int | None,
        typer.Option(metavar="N", parser=_jobs, help="Submissions at once; by default one a usable core."),
    ] = None,
    book: Annotated[
        Path | None,
        typer.Option("--gradebook", metavar="FILE", help="Canvas gradebook or Moodle worksheet to fill."),
    ] = None,
    column: Annotated[
        str | None,
        typer.Option(metavar="TITLE", help="The assignment in the gradebook, where there are several."),
    ] = None,
    formats: Annotated[
        list[str] | None, typer.Option("--format", metavar="NAME", help=f"Write this, too: {', '.join(ON_DEMAND)}.")
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only this student: id, name or key; * stands for anything."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Grade again what has not changed, too.")] = False,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="Grade on a Dask cluster: tcp://HOST:PORT, or local."),
    ] = None,
    sandbox: Annotated[
        Sandbox | None, typer.Option(help="What scripts run in; by default what pyproject.toml says, or what there is.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what went wrong.")] = False,
) -> None:
    """Grade a class: recognise what the LMS handed out, grade each submission, write the report.

    A grading that was stopped goes on where it was when the same command is given again, and what has not changed is
    not graded twice. The exit status is 0 whatever the grades, 1 when the grader itself failed for a submission or the
    report cannot be written, and 2 for what was typed or handed in wrong.
    """
    try:
        plan = _plan(jobs, only or [], force, scheduler, sandbox)
        require(formats or [])
        filler = _filler(book, column)
        with open_store(out) as store:
            failed = _grade(submissions, store, plan, filler, formats or [], quiet)
    except KeyboardInterrupt:
        print(f"\nstopped: {_KEPT}. To go on, give the same command again.", file=sys.stderr)
        raise typer.Exit(_INTERRUPTED) from None
    except BrokenPipeError:  # nobody reads what is said: nothing is the matter with the report
        raise
    except OSError as error:
        print(f"grader: {_trouble(error)}, and give the same command again.", file=sys.stderr)
        raise typer.Exit(1) from None
    raise typer.Exit(1 if failed else 0)


def _plan(jobs: int | None, only: list[str], force: bool, scheduler: str | None, sandbox: Sandbox | None) -> Plan:
    """Return how the class is graded; raise BadInput where that is not possible here."""
    settings = nearest_settings(Path.cwd())
    settings = settings if sandbox is None else replace(settings, sandbox=sandbox.value)
    if settings.sandbox == "bubblewrap" and scheduler is None and (why := why_unavailable()):
        raise BadInput(
            f"--sandbox bubblewrap: no sandbox can be started here: {why}; mend that, or choose --sandbox off"
        )
    return Plan(settings, jobs or usable_cores(), scheduler, tuple(only), force)


def _trouble(error: OSError) -> str:
    """Return what the system refuses, and what to do."""
    if error.errno in _FULL:
        return f"the disk is full: {_KEPT}. Make room"
    reason, file = error.strerror or str(error), error.filename2 or error.filename
    return f"{f'{file}: ' if file else ''}{reason}: {_KEPT}. Mend that"


def _filler(book: Path | None, column: str | None) -> Filler | None:
    if book is not None:
        return Filler(book, column)
    if column is not None:
        raise BadInput(
            f"--column {column!r} names an assignment in a gradebook: give the gradebook with --gradebook FILE, "
            "or leave --column out"
        )
    return None


def _grade(given: Path, store: Store, plan: Plan, filler: Filler | None, formats: list[str], quiet: bool) -> bool:
    """Grade, write, and say what came of it; return whether the grader itself failed for a submission."""
    say: Callable[[str], None] = _nothing if quiet else print
    found = find(given, store.unpacked)
    require_fit(formats, len(found.layout.handed_in))
    say(found.in_a_line())
    if filler is not None:
        filler.require_these(found)  # before the class is graded, and not after
    with watching(len(found.layout.handed_in), quiet=quiet) as watch:
        grades = grade_class(found, store, plan, watch)
    store.remove_others(each.id for each in grades.submissions)
    store.remove_outdated(_not_written(store.report, filler, formats))
    write_whole(store.report / FILE, grades.chunks())
    write_all(grades, store.report, formats)
    summary = Summary.of(grades)
    for line in [*summary.lines(), *(filler.fill(grades, store.report) if filler else [])]:
        say(line)
    say(f"the report: {store.report / 'index.html'}")
    for name, reason in summary.failed:
        print(f"grader: {name} could not be graded: {reason}", file=sys.stderr)
    return bool(summary.failed)


def _not_written(report: Path, filler: Filler | None, formats: list[str]) -> Iterator[Path]:
    """Return the files that an earlier run may have written into the report, and that this one does not write."""
    yield from not_asked_for(report, formats)
    if filler is None:
        yield from (report / name for name in WRITTEN)


def _nothing(line: str) -> None:
    pass
