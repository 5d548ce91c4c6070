"""Judgements that more than one exercise needs."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.checks import functions


def test_a_property_that_fails_calls_the_function_a_few_times_only() -> None:
    """Each call is one in another process: once the smallest counterexample is known, no more are made."""
    called = []

    @functions.PROPERTY
    @given(nsecs=st.integers(0, 9), x=st.integers(-99, 99), y=st.integers(-99, 99))
    def never_holds(nsecs: int, x: int, y: int) -> None:
        called.append((nsecs, x, y))
        raise AssertionError

    with pytest.raises(AssertionError):
        never_holds()
    assert called == [(0, 0, 0)] * len(called)
    assert len(called) <= 3


def test_a_property_that_fails_shows_the_smallest_arguments() -> None:
    """What does not hold for most arguments is shown for the smallest of them."""
    seen = []

    @functions.PROPERTY
    @given(nsecs=st.integers(0, 9), x=st.integers(-99, 99), y=st.integers(-99, 99))
    def holds_for_zeros(nsecs: int, x: int, y: int) -> None:
        seen.append((nsecs, x, y))
        assert y == 0

    with pytest.raises(AssertionError):
        holds_for_zeros()
    assert seen[-1] == (0, 0, 1)
