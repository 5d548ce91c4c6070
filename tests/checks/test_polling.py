"""Polling is judged the same whatever luck decides in the run."""

from __future__ import annotations

import pytest

from grader.checks.polling import expect_polled
from grader.claims import NotChecked
from grader.recording.recording import Call, Ending, Question, Recording


def instant(job: int, answers: list[bool]) -> Call:
    """Return a call that ends as soon as it is submitted, and what `ready()` told of it, at 0 s and at 1 s."""
    questions = [Question("ready", at, at, answer) for at, answer in enumerate(answers)]
    times = {"submitted": 0.0, "started": 0.0, "ended": 0.0, "resolved": 0.0}
    return Call(1, job, 0, "apply_async", "slow_add", [1, 6, 7], **times, questions=questions)


@pytest.mark.parametrize("answers", [[False, True], [True]])
def test_calls_that_take_no_time_cannot_show_polling(answers):
    """Whether the first question comes before or after their end is chance."""
    futures = [instant(0, answers), instant(1, answers)]
    run = Recording("future.py", ["3"], "virtual", "fork", Ending("exited", 0), calls=futures, elapsed=1.0)
    with pytest.raises(NotChecked, match=r"^no call takes any time, so there was nothing to wait for$"):
        expect_polled(run, futures, futures, in_time=True)
