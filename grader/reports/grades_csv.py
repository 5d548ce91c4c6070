"""grades.csv: a class as a table, a row a student, for spreadsheets and scripts."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from pathlib import Path

from grader.checks import exercises
from grader.classroom.grades import Grades, Submission, number
from grader.classroom.store import write_whole
from grader.reports.text import visible

FILE = "grades.csv"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # noqa: RUF001 - Excel takes the wide ones, too
_BOM = "\ufeff"  # without it Excel reads UTF-8 as something else


def write(grades: Grades, report: Path) -> None:
    """Write the table."""
    write_whole(report / FILE, _lines(grades))


def _lines(grades: Grades) -> Iterator[str]:
    yield _BOM + _line(["id", "name", "key", "email", "score", "max_score", *exercises(), "status", "late", "notes"])
    for submission in grades.submissions:
        yield _line(_cells(submission))


def _cells(submission: Submission) -> list[object]:
    earned = {each.name: number(each.score) for each in submission.exercises}
    notes = [submission.reason] if submission.reason else []
    notes += [*submission.notes, *(note for each in submission.exercises for note in each.notes)]
    return [
        *map(escape, (submission.id, submission.name, submission.key or "", submission.keys.get("email", ""))),
        number(submission.score) if submission.exercises else "",
        number(submission.max_score),
        *(earned.get(name, "") for name in exercises()),
        submission.status,
        "late" if submission.late else "",
        escape("; ".join(notes)),
    ]


def escape(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula: an apostrophe before it says that it is text."""
    shown = visible(text)
    return f"'{shown}" if shown.startswith(_FORMULA) else shown


def _line(cells: list[object]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(cells)
    return line.getvalue()
