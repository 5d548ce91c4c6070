"""How pytest sees a student's file: as the checks of its exercise. The file itself is never imported here."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

import pytest

from grader.checks import PREFIX, exercises


def is_exercise(path: Path) -> bool:
    """Tell whether a file is named like an exercise."""
    return path.suffix == ".py" and path.stem in exercises()


def companions(path: Path) -> list[Path]:
    """Return the exercise files in the folder of one: what a submission consists of."""
    return [file for name in exercises() if (file := path.with_name(f"{name}.py")).is_file() and not file.is_symlink()]


def missing_files(files: Iterable[Path], folders: Iterable[Path]) -> list[Path]:
    """Return the exercise files that are not there, in those of the folders that hold some exercise file."""
    present = set(files)
    return [
        folder / f"{name}.py"
        for folder in folders
        if any(file.parent == folder for file in present)
        for name in exercises()
        if folder / f"{name}.py" not in present
    ]


class ExerciseModule(pytest.Module):
    """A student's file as a collection of checks: its path and node id are the file's, its content the checks'.

    So node ids read `exercises/future.py::test_...`, and fixtures, parametrize, Hypothesis, marks and selection work as
    for any module of tests.
    """

    def _getobj(self) -> ModuleType:
        return importlib.import_module(f"grader.checks.{PREFIX}{self.path.stem}")

    def _importtestmodule(self) -> ModuleType:  # what `obj` calls in some versions of pytest
        return self._getobj()

    def check_names(self) -> list[str]:
        """Return the names of all checks of the exercise, in their order, whatever was selected."""
        return [name for name in vars(self._getobj()) if name.startswith(PREFIX)]
