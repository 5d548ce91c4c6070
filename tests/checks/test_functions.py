"""Judgements that more than one exercise needs."""

from __future__ import annotations

import pytest

from grader.checks.functions import NSECS, NUMBERS, for_all


def test_what_fails_for_the_simplest_arguments_is_judged_once() -> None:
    """Each call is one in another process, and nothing smaller can fail."""
    called = []

    def never_holds(nsecs: int, x: int, y: int) -> None:
        called.append((nsecs, x, y))
        raise AssertionError

    with pytest.raises(AssertionError):
        for_all(never_holds, nsecs=NSECS, x=NUMBERS, y=NUMBERS)
    assert called == [(0, 0, 0)]


def test_a_property_that_fails_shows_the_smallest_arguments() -> None:
    """What does not hold for most arguments is shown for the smallest of them."""
    seen = []

    def holds_for_zeros(nsecs: int, x: int, y: int) -> None:
        seen.append((nsecs, x, y))
        assert y == 0

    with pytest.raises(AssertionError):
        for_all(holds_for_zeros, nsecs=NSECS, x=NUMBERS, y=NUMBERS)
    assert seen[-1] == (0, 0, 1)


def test_a_property_that_holds_is_judged_with_each_of_its_arguments_once() -> None:
    """They are the same each time, and the simplest are among them."""
    called: list[list[tuple[int, int]]] = [[], []]
    for calls in called:
        for_all(lambda x, y, calls=calls: calls.append((x, y)), x=NUMBERS, y=NUMBERS)
    assert called[0] == called[1]
    assert called[0][0] == (0, 0)
    assert len(called[0]) == len(set(called[0])) == 13


def test_a_function_that_fails_by_luck_fails() -> None:
    """It is told of as it was seen, even though it holds for the same arguments afterwards."""
    called = []

    def holds_from_the_fourth_call_on(nsecs: int) -> None:
        called.append(nsecs)
        assert len(called) != 3

    with pytest.raises(AssertionError):
        for_all(holds_from_the_fourth_call_on, nsecs=NSECS)
    assert len(called) > 3
