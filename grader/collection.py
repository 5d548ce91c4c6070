"""How pytest sees a student's file: as the checks of its exercise. The file itself is never imported here."""

from __future__ import annotations

import contextlib
import functools
import importlib
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from _pytest.assertion.rewrite import AssertionRewritingHook

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
        return _checks_of(self.path.stem)

    def _importtestmodule(self) -> ModuleType:  # what `obj` calls in some versions of pytest
        return self._getobj()

    def check_names(self) -> list[str]:
        """Return the names of all checks of the exercise, in their order, whatever was selected."""
        return [name for name in vars(self._getobj()) if name.startswith(PREFIX)]


@functools.cache
def _checks_of(exercise: str) -> ModuleType:
    with _as_in_any_program():
        return importlib.import_module(f"grader.checks.{PREFIX}{exercise}")


@contextlib.contextmanager
def _as_in_any_program() -> Iterator[None]:
    """Import as outside of pytest, and nothing that merely happens to be installed.

    Pytest rewrites the assertions of all of Hypothesis, which brings a plugin: that takes longer than a grading where
    byte code cannot be kept. And Hypothesis loads plugins of its own: Trio is one.
    """
    finders = [finder for finder in sys.meta_path if not isinstance(finder, AssertionRewritingHook)]
    with pytest.MonkeyPatch.context() as changes:
        changes.setattr(sys, "meta_path", finders)
        changes.setenv("HYPOTHESIS_NO_PLUGINS", "1")
        yield
