"""Files that lie beside a student's scripts. Nothing of them is run, neither by pytest nor by Python.

pytest would import a conftest.py and an `__init__.py`, collect tests, and take its options from an ini file. In the
folder of a submission all of this is the student's, so none of it takes effect; in the kit's own folders it does.
"""

from __future__ import annotations

import difflib
import functools
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from grader.checks import exercises
from grader.collection import is_exercise
from grader.recording.sandbox import ROOT

_POWERFUL = {"conftest.py", "__init__.py", "sitecustomize.py", "usercustomize.py"}
_INI = {"pytest.ini", ".pytest.ini", "pytest.toml", ".pytest.toml", "pyproject.toml", "tox.ini", "setup.cfg"}
_SCRIPT = re.compile(r"(?P<stem>.+?)(?P<kind>\.py\.txt|\.py|\.txt|\.ipynb)", re.IGNORECASE)
_NEAR = 0.8  # how much alike two names are, from 0 to 1: futures and futur are near future, a future_test is not
_PYTEST = "import sys; sys.path[:] = sys.path[1:]; import pytest; sys.exit(pytest.main())"


def note_on_neighbours(folder: Path) -> str | None:
    """Return what is to be said of the files in a folder that would change a run if they could, or None.

    In the kit's own folder pytest reads its files, and only a module that hides one of Python's has no effect.
    """
    has_no_effect = _is_module_of_python if _is_kit(folder) else _is_powerful
    try:
        names = sorted(entry.name for entry in folder.iterdir() if has_no_effect(entry.name))
    except OSError:  # it is gone, or locked: the scripts say so themselves
        return None
    if not names:
        return None
    shown = names if len(names) <= 5 else [*names[:5], f"{len(names) - 5} more"]
    listed = " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
    return f"beside the scripts: {listed}, without effect: only the exercises' own files are run"


def _is_powerful(name: str) -> bool:
    return name in _POWERFUL or name in _INI or name.endswith(".pth") or _is_module_of_python(name)


def _is_module_of_python(name: str) -> bool:
    return name.endswith(".py") and name.removesuffix(".py") in sys.stdlib_module_names


def hint_for_missing(path: Path) -> str | None:
    """Return a hint that names the file which was probably meant to be this one, or None without such a file."""
    try:
        names = sorted(entry.name for entry in path.parent.iterdir() if entry.is_file())
    except OSError:  # it is gone, or locked
        return None
    for name in names:
        if not is_exercise(path.with_name(name)) and (match := _SCRIPT.fullmatch(name)) is not None:
            is_near = difflib.get_close_matches(_bare(match["stem"]), [_bare(path.stem)], cutoff=_NEAR)
            if is_near:
                what_to_do = "export it as a script," if match["kind"].lower() == ".ipynb" else "rename it to"
                return f"{name} lies beside it: is it the one? {what_to_do} {path.name}"
    return None


def _bare(stem: str) -> str:
    """Return the name without capitals, and without what systems and second thoughts add: `future (1)`, `My_Future`."""
    return re.sub(r"[^a-z]|copy|final|new|my", "", stem.lower())


def is_foreign(path: Path) -> bool:
    """Tell whether a file or folder belongs to a submission: it lies below a folder with exercises, not the kit's."""
    return not _is_kit(path) and any(_holds_a_submission(folder) for folder in path.parents)


@functools.cache
def _holds_a_submission(folder: Path) -> bool:
    return not _is_kit(folder) and any((folder / f"{name}.py").is_file() for name in exercises())


def _is_kit(folder: Path) -> bool:
    return folder == ROOT or ROOT in folder.parents


# what pytest would do ------------------------------------------------------------------------------------------------


def pass_over_conftests(config: pytest.Config) -> None:
    """Let pytest find an empty module in the place of each conftest.py of a submission.

    pytest has no hook for that: the method that imports one is replaced.
    """
    manager: Any = config.pluginmanager
    load = manager._importconftest

    @functools.wraps(load)
    def load_unless_foreign(path: Path, *args: Any, **kwds: Any) -> ModuleType:
        return ModuleType("conftest") if is_foreign(path) else load(path, *args, **kwds)

    manager._importconftest = load_unless_foreign


def is_passed_over(path: Path) -> bool:
    """Tell whether pytest is not to collect a file or folder: it is part of a submission, but no exercise."""
    if path.is_dir():  # also a folder that is named like an exercise, whatever lies in it
        return is_foreign(path) and (is_exercise(path) or not _holds_a_submission(path))
    return is_foreign(path) and not is_exercise(path)


def folder_of_exercises(path: Path, parent: pytest.Collector) -> pytest.Dir | None:
    """Return a submission's folder as a plain one: pytest would import the `__init__.py` of a package."""
    if not (_holds_a_submission(path) or is_foreign(path)):
        return None
    folder: pytest.Dir = pytest.Dir.from_parent(parent, path=path)
    return folder


def without_their_ini(config: pytest.Config, arguments: Iterable[str]) -> int | None:
    """Start pytest again without the ini file of a submission, and return its exit status; None without such a file.

    The plugin is named, for it may be that file alone which did. A file that is named on the
    command line is the choice of whoever typed that, wherever it lies.
    """
    arguments = list(arguments)
    is_chosen = any(each.startswith("--config-file") or re.match("-c(?!-)", each) for each in arguments)
    inipath = getattr(config, "inipath", None)  # nothing is parsed yet where the plugin is handed to pytest.main
    if inipath is None or is_chosen or not is_foreign(inipath):
        return None
    options = ["-c", os.devnull, "--rootdir", str(config.rootpath), "-p", "grader.plugin"]
    return subprocess.call([sys.executable, "-c", _PYTEST, *options, *arguments])
