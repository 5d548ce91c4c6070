"""What the grader itself could not tell: it costs the student nothing but the points that nobody could judge."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from corpus import ROOT, SUBMISSIONS

import grader.grading
from grader.grading import Grading
from grader.recording.launcher import LauncherFailed
from grader.recording.recording import Ending, Error, Recording
from grader.recording.runner import Options, Runner
from grader.reports import terminal
from grader.reports.badge import badge
from grader.reports.github import summary
from grader.scorecard import Scorecard
from grader.settings import Settings

SOLUTION = ROOT / "solutions/applyasync.py"
SERIAL = SUBMISSIONS / "mistakes/applyasync/get-right-after-apply-async/applyasync.py"
Grade = Callable[[Path], Scorecard]


@pytest.fixture
def grade(pytester: pytest.Pytester, tmp_path: Path) -> Grade:
    """Grade a script in this process, where a test can make the machine fail."""

    def graded(script: Path) -> Scorecard:
        card = tmp_path / "card.json"
        settings = ("-c", os.fspath(ROOT / "pyproject.toml"), "--rootdir", os.fspath(script.parent))
        pytester.inline_run(*settings, "-p", "no:cacheprovider", f"--scorecard={card}", "--sandbox=off", script)
        return Scorecard.from_json(json.loads(card.read_text("utf-8")))

    return graded


def failing(error: Exception) -> Callable[..., Any]:
    """Return a function that always fails so."""

    def fail(*args: object, **kwds: object) -> Any:
        raise error

    return fail


TROUBLE = {
    "launcher-does-not-start": ("_warm", LauncherFailed("the launcher ended with status 1: no such interpreter")),
    "no-more-files": ("_run", OSError(errno.ENFILE, os.strerror(errno.ENFILE))),
    "disk-full": ("_run", OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))),
    "fork-refused": ("_warm", BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))),
}


@pytest.mark.parametrize("name", TROUBLE)
def test_what_the_grader_cannot_do_costs_nothing(name: str, grade: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    """No claim fails; each says why it is open, and all its points count as not checked."""
    method, error = TROUBLE[name]
    monkeypatch.setattr(Runner, method, failing(error))
    card = grade(SOLUTION)
    (exercise,) = card.exercises
    assert {check.status for check in exercise.checks} == {"unchecked"}
    assert (card.score, card.unjudged, card.max_score) == (0, 30, 30)
    for check in exercise.checks:
        assert check.seen is not None
        assert str(error) in check.seen or check.seen.startswith("it rests on ")


def changing(change: Callable[[Recording], None], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every recording of a script be changed before it is judged."""
    record = Runner.record

    def recording(runner: Runner, *args: Any, clock: str | None = None, **more: Any) -> Recording:
        made = record(runner, *args, **more)  # on the virtual clock, whatever was asked for
        made.clock = clock or made.clock
        change(made)
        return made

    monkeypatch.setattr(Runner, "record", recording)


def test_a_clock_in_doubt_twice_costs_nothing(grade: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    """A failure in a doubtful recording is confirmed on the real clock, and that one is late: nobody can tell."""

    def doubt(recording: Recording) -> None:
        if recording.clock == "virtual":
            recording.jumps = {"slow": 1}
        else:
            recording.lateness = 1.5

    changing(doubt, monkeypatch)
    card = grade(SERIAL)
    status = {check.id: check.status for check in card.exercises[0].checks}
    assert "failed" not in status.values()
    assert status["test_both_calls_sleep_at_the_same_time"] == "unchecked"
    overlap = next(each for each in card.exercises[0].checks if each.id == "test_both_calls_sleep_at_the_same_time")
    late = "this machine is too busy: a sleep took 1.5 s longer than it should; run the checks again"
    assert (overlap.seen, overlap.unjudged) == (late, True)
    assert card.score + card.unjudged == card.max_score == 30


def test_a_limit_of_the_machine_inside_the_script_costs_nothing(grade: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that is full when the script prints is no mistake of the student's."""

    def fill(recording: Recording) -> None:
        recording.uncaught = Error("OSError", ["OSError", "Exception"], "[Errno 28] No space left on device", 30)
        recording.ending = Ending("exited", 1)

    changing(fill, monkeypatch)
    card = grade(SOLUTION)
    assert {check.status for check in card.exercises[0].checks} == {"passed", "unchecked"}
    assert card.score + card.unjudged == card.max_score == 30


def test_what_rests_on_an_unjudged_claim_is_unjudged_too(grade: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is lost by a claim that could not be asked because another could not be judged."""
    changing(lambda recording: setattr(recording, "ending", Ending("unable", None, "no room")), monkeypatch)
    checks = {check.id: check for check in grade(SOLUTION).exercises[0].checks}
    resting = checks["test_both_calls_sleep_at_the_same_time"]
    assert resting.seen == 'it rests on "Both calls are started with apply_async."'
    assert resting.unjudged


def test_a_right_script_has_nothing_unjudged(grade: Grade) -> None:
    """Every claim about it is judged."""
    card = grade(SOLUTION)
    assert (card.score, card.unjudged, card.max_score) == (30, 0, 30)


def test_what_rests_on_a_mistake_is_the_students(grade: Grade) -> None:
    """A claim that could not be asked because of a mistake is lost with it."""
    card = grade(SUBMISSIONS / "mistakes/applyasync/map-instead-of-apply-async/applyasync.py")
    assert card.unjudged == 0
    assert card.score < card.max_score


def test_without_proc_the_clock_is_the_real_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing proves that everybody is asleep, the kit says so and takes the wall clock."""
    monkeypatch.setattr(grader.recording.runner, "kernel_can_tell", lambda: False)
    assert Runner(Options("virtual")).options.clock == "real"
    grading = Grading(Settings(sandbox="off"))
    assert grading.scorecard.clock == "real"
    note = "this system has no /proc to tell when a script sleeps: scripts run on the real clock"
    assert note in grading.scorecard.remarks


def test_every_report_says_what_was_not_checked(grade: Grade, monkeypatch: pytest.MonkeyPatch) -> None:
    """The score stands beside the points that nobody could judge, and both are in the JSON."""
    monkeypatch.setattr(Runner, "_warm", failing(LauncherFailed("it does not start")))
    card = grade(SOLUTION)
    lines: list[str] = []
    terminal.write(card, lambda text, **colours: lines.append(text))
    assert "score: 0 / 30, 30 not checked" in lines
    assert lines[-1] == "next: run the checks again on a machine that is less busy"
    assert "0 / 30 points, 30 not checked" in summary(card)
    assert badge(card)["message"] == "0 / 30, 30 not checked"
    assert card.to_json()["unjudged"] == 30
