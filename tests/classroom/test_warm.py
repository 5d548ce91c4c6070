"""The process that grades one submission after the other, and how it ends."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = [sys.executable, "-c", "from grader.classroom.warm import main; main()"]


@pytest.mark.parametrize(
    ("jobs", "status", "told"),
    [(b"", 0, b""), (b"\x80\x04", 0, b""), (b"cnosuchmodule\nJob\n.", 1, b"No module named 'nosuchmodule'")],
    ids=["no more jobs", "half a job", "a job of another kit"],
)
def test_it_ends_with_its_input(tmp_path: Path, jobs: bytes, status: int, told: bytes) -> None:
    """That the grading is over, or was killed, is no failure; what is no job of ours is one, and is said."""
    done = subprocess.run([*COMMAND, tmp_path], input=jobs, capture_output=True, timeout=60)
    assert done.returncode == status
    assert told in done.stderr
    assert (told == b"") == (b"Traceback" not in done.stderr)
    assert tmp_path.exists() == bool(told)
