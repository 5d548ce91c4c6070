"""What is said of a run, and how its times are told."""

from __future__ import annotations

import pytest

from grader.checks.calls import picture_of
from grader.checks.runs import seconds
from grader.recording.recording import Call, Ending, Recording


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
