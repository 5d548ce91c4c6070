"""Reading printed lines for their facts."""

from __future__ import annotations

import pytest

from grader.checks.facts import names_pid


@pytest.mark.parametrize("text", ["Process 12 sleeps", "PID:12", "pid-12", "-12 sleeps", "(12)", "12", "Process - 12"])
def test_a_line_names_a_pid_in_any_wording(text: str) -> None:
    """Whatever stands around the number, it is the PID."""
    assert names_pid(text, 12)


@pytest.mark.parametrize("text", ["Process 120 sleeps", "Process 312", "Process -12 sleeps", "Process", ""])
def test_another_number_is_not_the_pid(text: str) -> None:
    """A longer number, or a negative one, is another number."""
    assert not names_pid(text, 12)
