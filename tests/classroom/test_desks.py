"""Desks: processes in which submissions are graded, and what is left of one that ends."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from grader.classroom import desks
from grader.classroom.desks import _Desk
from grader.classroom.job import Job, digest_of_the_kit
from grader.settings import Settings


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder in which desks make their own."""
    monkeypatch.setattr(tempfile, "tempdir", os.fspath(tmp_path))
    return tmp_path


def test_a_desk_that_is_killed_leaves_no_folder(temporary: Path) -> None:
    """Whoever asked it says how it ended, and clears up behind it."""
    desk = _Desk()
    assert len(os.listdir(temporary)) == 1
    desk._process.kill()
    result = desk.grade(Job({}, Settings(), digest_of_the_kit()), 60)
    assert result.failure == "the process that graded it was killed by SIGKILL"
    assert os.listdir(temporary) == []


def test_a_desk_that_does_not_start_says_why(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its last line on stderr stands in the reason."""
    code = "import sys; sys.stdin.buffer.readline(); sys.exit('first' + chr(10) + 'last')"
    monkeypatch.setattr(desks, "_CODE", code)
    result = _Desk().grade(Job({}, Settings(), digest_of_the_kit()), 60)
    assert result.failure == "the process that graded it ended with exit status 1: last"


def test_a_desk_that_nobody_needs_more_leaves_no_folder(temporary: Path) -> None:
    """Its input ends with the process that started it, however that ended."""
    desk = _Desk()
    assert desk._process.stdin is not None
    desk._process.stdin.close()
    assert desk._process.wait() == 0
    assert os.listdir(temporary) == []
    desk.close()
