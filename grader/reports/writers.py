"""What a report of a class consists of. A writer is a module with `write(grades, report)`, which writes into the folder
`report`; it goes through `grades.submissions` one by one and keeps none of them.
"""

from __future__ import annotations

import importlib
from pathlib import Path

from grader.classroom.grades import Grades

# By the names that `--format` knows; the module of each is imported when it is asked for.
ALWAYS = {"csv": "grader.reports.grades_csv"}
ON_DEMAND: dict[str, str] = {}


def write_all(grades: Grades, report: Path, formats: list[str]) -> None:
    """Write what every report has, and the formats that were asked for."""
    wanted = {name: module for name, module in {**ALWAYS, **ON_DEMAND}.items() if name in ALWAYS or name in formats}
    for module in wanted.values():
        importlib.import_module(module).write(grades, report)
