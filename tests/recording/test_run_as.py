"""Scripts that run as another user than the grader."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.recording.launcher import why_not_as
from grader.recording.runner import _give

needs_root = pytest.mark.skipif(not hasattr(os, "getuid") or os.getuid() != 0, reason="only root can be another user")


@needs_root
def test_a_user_that_there_is_will_do() -> None:
    """Root may run scripts as nobody."""
    assert why_not_as("nobody") is None


@needs_root
def test_a_user_that_there_is_not_is_told() -> None:
    """The message names the command that makes one."""
    assert why_not_as("no-such-user") == "there is no such user; make one: useradd no-such-user"


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="this system has no root")
def test_others_than_root_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who is not root cannot be somebody else."""
    monkeypatch.setattr(os, "getuid", lambda: 1000)
    assert why_not_as("nobody") == "only root can run scripts as another user; leave it out"


@needs_root
def test_the_command_says_why(tmp_path: Path) -> None:
    """A user that cannot be is a wrong use of pytest, before anything is graded."""
    (tmp_path / "future.py").touch()
    command = [sys.executable, "-m", "pytest", "-p", "grader.plugin", "--run-as=no-such-user", "future.py"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (
        result.stderr.strip() == "ERROR: --run-as no-such-user: there is no such user; make one: useradd no-such-user"
    )
    assert result.returncode == pytest.ExitCode.USAGE_ERROR


@needs_root
def test_a_folder_is_given_with_all_that_is_in_it(tmp_path: Path) -> None:
    """The folder of a run belongs to the user, whose way there leads through a folder that stays ours."""
    folder = tmp_path / "runs" / "1"
    (folder / "home").mkdir(parents=True)
    (folder / "home/future.py").touch()
    _give(folder, "nobody")
    nobody = (folder / "home/future.py").stat().st_uid
    assert nobody == folder.stat().st_uid != 0
    assert (folder.parent.stat().st_uid, folder.parent.stat().st_mode & 0o777) == (0, 0o711)
