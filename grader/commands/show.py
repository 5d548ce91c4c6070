"""`grader show REPORT [STUDENT]`: look at a graded class, or at one student of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from grader.classroom import grades
from grader.classroom.grades import Grades, Submission
from grader.classroom.naming import hint, listed
from grader.errors import BadInput
from grader.reports.screen import console, write_class, write_student

EXAMPLES = (
    "grader show report",
    "grader show report alice",
    'grader show report "Doe, Jane"',
)


def show(
    report: Annotated[Path, typer.Argument(help="The folder of a report, or its grades.json.", show_default=False)],
    student: Annotated[
        str | None, typer.Argument(help="Id, key or name of one student, or a part of it.", show_default=False)
    ] = None,
) -> None:
    """Show a graded class in the terminal: who needs help, what was not understood, and all scores; or one student."""
    class_ = grades.read(report)
    if student is None:
        write_class(class_, console())
    else:
        write_student(_find(class_, student), class_.kit, console())


def _find(class_: Grades, wanted: str) -> Submission:
    """Return the student who is meant: by id, or else by key, or else by the name or a part of it."""
    for found in _candidates(class_, wanted):
        if len(found) == 1:
            return found[0]
        if found:
            raise BadInput(f"{wanted!r} may be several students: {listed([each.id for each in found])}")
    names = {each.id: [each.name] for each in class_.submissions}
    raise BadInput(f"no student {wanted!r} in this report: {hint(wanted, names)}")


def _candidates(class_: Grades, wanted: str) -> Iterator[list[Submission]]:
    """Return who may be meant, the surest way of telling first."""
    folded = wanted.casefold()
    yield [each for each in class_.submissions if wanted == each.id]
    yield [each for each in class_.submissions if wanted == each.key]
    yield [each for each in class_.submissions if folded in (each.id.casefold(), each.name.casefold())]
    yield [each for each in class_.submissions if folded in f"{each.id}\n{each.name}".casefold()]
