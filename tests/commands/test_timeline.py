"""`grader timeline`: who worked when, as it is typed."""

from __future__ import annotations

import pytest
from corpus import ROOT
from test_cli import grader_command

from grader.commands.timeline import timeline
from grader.errors import BadInput
from grader.recording.launcher import LauncherFailed
from grader.recording.runner import Runner

FUTURE = ROOT / "solutions" / "future.py"


def test_each_argument_is_a_run_of_its_own() -> None:
    """The solution with one worker and with five: each run under its own heading, with the exact times."""
    result = grader_command("timeline", FUTURE, 1, 5)
    sums = [line for line in result.stdout.splitlines() if line.startswith("python") or "of work" in line]
    assert sums == [
        "python future.py 1",
        "  17 s of work were over after 17 s: 1 call at a time on average",
        "python future.py 5",
        "  17 s of work were over after 5 s: 3.4 calls at a time on average",
    ]
    assert result.returncode == 0


def test_a_missing_script_is_named() -> None:
    """The message says which file is not there."""
    result = grader_command("timeline", "nothing.py")
    assert (result.returncode, result.stderr) == (2, "grader: nothing.py: there is no such file\n")


def test_a_script_that_cannot_be_run_is_refused(tmp_path) -> None:
    """In the words in which a student hears it."""
    (tmp_path / "future.py").symlink_to(FUTURE)
    result = grader_command("timeline", tmp_path / "future.py")
    said = "the file is a link to another one"
    assert (result.returncode, result.stderr) == (2, f"grader: {tmp_path}/future.py: {said}\n")


def test_a_machine_that_cannot_run_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is drawn of what did not happen."""

    def fail(runner: Runner) -> None:
        raise LauncherFailed("it does not start")

    monkeypatch.setattr(Runner, "_warm", fail)
    with pytest.raises(BadInput, match=r"^this machine cannot tell: it does not start$"):
        timeline(FUTURE, ["1"])


def test_an_unknown_clock_is_named() -> None:
    """The message says what was typed and what may be."""
    result = grader_command("timeline", FUTURE, "--clock", "sun")
    assert (result.returncode, result.stderr) == (2, "grader: --clock sun: expected one of virtual, real\n")
