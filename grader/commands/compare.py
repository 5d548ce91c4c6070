"""`grader compare OLD NEW`: what changed between two gradings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader.classroom import comparison, grades
from grader.reports.changes import lines
from grader.reports.screen import console, write_line

EXAMPLES = (
    "grader compare report report-with-new-points",
    "grader compare before/grades.json after/grades.json",
)


def compare(
    old: Annotated[Path, typer.Argument(help="The folder of a report, or its grades.json.", show_default=False)],
    new: Annotated[Path, typer.Argument(help="The same of a later grading.", show_default=False)],
) -> None:
    """List what changed between two gradings: points, scores, claims, and who appeared or went.

    The exit status is 0 when nothing changed, 1 when something did, and 2 when a report cannot be read.
    """
    found = comparison.compare(grades.read(old), grades.read(new))
    to = console()
    for text, style in lines(found):
        write_line(to, text, **({style: True} if style else {}))
    raise typer.Exit(0 if found.nothing else 1)
