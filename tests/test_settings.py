"""`[tool.grader]`: what is taken, and what is refused with its name and place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from grader.recording.limits import Limits
from grader.settings import BadSetting, Settings, read_settings


def test_what_is_set_is_taken(tmp_path: Path) -> None:
    """Limits may be broken numbers where they are seconds; all else stays as it comes."""
    written = "[tool.grader]\nworkers = [2]\n[tool.grader.limits]\nreal_time = 1.5\nmemory = 1000\n"
    (tmp_path / "pyproject.toml").write_text(written, "utf-8")
    limits = Limits(real_time=1.5, memory=1000)
    assert read_settings(tmp_path / "pyproject.toml") == Settings(workers=(2,), limits=limits)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[tool]\ngrader = 3", "tool.grader = 3 in pyproject.toml: expected a table"),
        ("tool = 3", "tool.grader = 3 in pyproject.toml: expected a table"),
        ("[tool.grader]\npoint = 3", "'point' in [tool.grader] of pyproject.toml: there is no such setting; there are"),
        (
            "[tool.grader.points.poolaply]\nx = 1",
            "points = 'poolaply' in [tool.grader] of pyproject.toml: expected one of poolapply, applyasync, future",
        ),
        (
            "[tool.grader.points.future]\nx = 1",
            "points.future = 'x' in [tool.grader] of pyproject.toml: expected one of ",
        ),
        (
            "[tool.grader.limits]\ncpu_time = inf",
            "limits.cpu_time = inf in [tool.grader] of pyproject.toml: expected a number ",
        ),
        (
            "[tool.grader.limits]\nmemory = 5e8",
            "limits.memory = 500000000.0 in [tool.grader] of pyproject.toml: expected a whole",
        ),
        (
            "[tool.grader.limits]\nmemory = 99999999999999999999",
            "limits.memory = 99999999999999999999 in [tool.grader] of pyproject.toml: expected a whole number above",
        ),
        (
            "[tool.grader.limits]\nfiles = true",
            "limits.files = True in [tool.grader] of pyproject.toml: expected a whole number",
        ),
    ],
)
def test_what_cannot_be_set_is_refused(tmp_path: Path, written: str, said: str) -> None:
    """Nothing is taken that would be ignored, or break a run later."""
    (tmp_path / "pyproject.toml").write_text(written, "utf-8")
    with pytest.raises(BadSetting, match=f"^{re.escape(said)}"):
        read_settings(tmp_path / "pyproject.toml")
