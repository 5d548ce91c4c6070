"""What is said of a run, and how its times are told."""

from __future__ import annotations

import pytest

from grader.checks.calls import picture_of
from grader.checks.runs import hint_for_ending, how_it_ended, seconds
from grader.recording.recording import Call, Ending, Question, Recording


def recorded(clock: str) -> Recording:
    """Return a recording of a call of a second, with what a real machine takes on top."""
    call = Call(1, 0, 0, "apply_async", "slow_add", [1, 6, 7], submitted=0.02, started=0.03, ended=1.04, worker=2)
    return Recording("applyasync.py", [], clock, "fork", Ending("exited", 0), calls=[call], elapsed=1.06)


@pytest.mark.parametrize(
    ("clock", "time", "told"),
    [
        ("virtual", 2.5, "2.5 s"),
        ("virtual", 0.125, "0.12 s"),
        ("real", 3.03, "3 s"),
        ("real", 3.04, "3 s"),
        ("real", 0.02, "0 s"),
        ("real", 2.51, "2.5 s"),
    ],
)
def test_measured_times_are_told_to_the_half_second(clock, time, told):
    """Else a message would differ from one grading to the next; on the virtual clock times are exact."""
    assert seconds(time, recorded(clock)) == told
    assert seconds(3.03) == "3.03 s"


@pytest.mark.parametrize(("clock", "drawn"), [("virtual", (0.03, 1.04, 1.04)), ("real", (0.0, 1.0, 1.0))])
def test_a_picture_is_drawn_to_the_half_second_too(clock, drawn):
    """The same picture whenever the script is graded."""
    run = recorded(clock)
    picture = picture_of(run, run.calls)
    assert (picture.bars[0].start, picture.bars[0].end, picture.end) == drawn


def endless(*calls: Call) -> Recording:
    """Return a recording of a script that was stopped in a loop."""
    return Recording("future.py", ["3"], "virtual", "fork", Ending("endless", reason="307 s"), calls=list(calls))


def a_call(resolved: float | None, *answers: bool) -> Call:
    """Return a call that was resolved then, and whose future gave these answers."""
    asked = [Question("ready", at, at, answer) for at, answer in enumerate(answers)]
    return Call(1, 0, 0, "apply_async", "slow_add", [], submitted=0.0, resolved=resolved, questions=asked)


NEVER_READY = "what should end this loop? A future that was not resolved while its pool lived never becomes ready"


@pytest.mark.parametrize(
    ("calls", "hint"),
    [
        (
            [a_call(5.0, False, True), a_call(3.0, True)],
            "every future has been ready since 5 s, and the loop goes on: ",
        ),
        ([a_call(5.0, False), a_call(3.0, True)], "all calls have been over since 5 s, and the loop goes on: "),
        ([a_call(None, False), a_call(3.0, True)], NEVER_READY),
        ([], "what should end this loop?"),
    ],
    ids=["all-ready", "one-never-asked-again", "one-unresolved", "no-calls"],
)
def test_what_keeps_an_endless_loop_going_is_told(calls: list[Call], hint: str) -> None:
    """A loop that waits for a future differs from one that goes on when there is nothing left to wait for."""
    expected = hint + ("what ends it?" if hint.endswith(": ") else "")
    assert hint_for_ending(endless(*calls), "otherwise") == expected


def test_the_time_of_an_endless_run_is_the_scripts_own() -> None:
    """Nobody has waited for five minutes: they have passed on the script's clock."""
    assert how_it_ended(endless()) == "was still running after 307 s of its own time"
