"""`grader grade SUBMISSIONS --out REPORT`: grade a class."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

EXAMPLES = (
    "grader grade submissions.zip --out report",
    "grader grade canvas-download --out report --gradebook grades.csv --jobs 4",
    "grader grade submissions --out report --only alice --force",
)


def grade(
    submissions: Annotated[Path, typer.Argument(help="What the LMS handed out: a folder, or the zip as downloaded.")],
    out: Annotated[Path, typer.Option(help="The folder that the report is written to.")],
) -> None:
    """Grade a class: recognise what the LMS handed out, grade each submission, write the report."""
    print(submissions, out)
