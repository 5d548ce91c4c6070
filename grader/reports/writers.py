"""What a report of a class consists of. A writer is a module with `write(grades, report)`, which writes into the folder
`report`; it goes through `grades.submissions` one by one and keeps none of them.
"""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path

from grader.classroom.grades import Grades
from grader.errors import BadInput

# By the names that `--format` knows; the module of each is imported when it is asked for.
ALWAYS = {
    "csv": "grader.reports.grades_csv",
    "html": "grader.reports.html",
    "markdown": "grader.reports.markdown",
    "gradescope": "grader.reports.gradescope",
}
ON_DEMAND = {
    "junit": "grader.reports.junit",
    "ctrf": "grader.reports.ctrf",
    "classroom50": "grader.reports.classroom50",
}
_FILES = {"junit": "junit.xml", "ctrf": "ctrf.json", "classroom50": "students/*/result.json"}  # of those on demand


def require(formats: list[str]) -> None:
    """Raise BadInput for a format that there is not, or that cannot be written here: before a class is graded."""
    for name in formats:
        if name not in ON_DEMAND:
            raise BadInput(f"--format {name}: there is no such format; there are {', '.join(ON_DEMAND)}")
    if "classroom50" in formats:
        importlib.import_module(ON_DEMAND["classroom50"]).require()


def require_fit(formats: list[str], submissions: int) -> None:
    """Raise BadInput for a format that is not for so many submissions: before a class is graded, too."""
    if "classroom50" in formats:
        importlib.import_module(ON_DEMAND["classroom50"]).require_one(submissions)


def write_all(grades: Grades, report: Path, formats: list[str]) -> None:
    """Write what every report has, and the formats that were asked for."""
    wanted = {name: module for name, module in {**ALWAYS, **ON_DEMAND}.items() if name in ALWAYS or name in formats}
    for module in wanted.values():
        importlib.import_module(module).write(grades, report)


def not_asked_for(report: Path, formats: list[str]) -> Iterator[Path]:
    """Return the files that are there of formats which were not asked for: an earlier run wrote them."""
    for name, files in _FILES.items():
        if name not in formats:
            yield from report.glob(files)
