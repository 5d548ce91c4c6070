"""The virtual clock: a heap of waking times, which never moves by itself."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.recording.clock import SECOND, VirtualClock

from .helpers import steady


@pytest.fixture
def clock() -> VirtualClock[str]:
    return VirtualClock()


def wake_all(clock: VirtualClock[str]) -> list[tuple[int, str]]:
    """Wake everybody, and return who woke when, in order."""
    woken = []
    while clock.next_time() is not None:
        sleeper = clock.wake_next()
        woken.append((clock.now, sleeper))
    return woken


def test_a_second_is_a_million():
    """The clock counts whole microseconds, so that times can be compared with ==."""
    assert SECOND == 1_000_000


def test_a_new_clock_stands_at_zero_and_nobody_sleeps(clock):
    """A run begins at time 0 with everybody awake."""
    assert (clock.now, clock.next_time(), clock.sleepers) == (0, None, frozenset())


def test_waking_nobody_is_an_error(clock):
    """When nobody sleeps there is nothing to jump to."""
    with pytest.raises(IndexError, match="nobody sleeps"):
        clock.wake_next()


def test_falling_asleep_does_not_move_the_clock(clock):
    """The clock moves only when it is told to."""
    clock.fall_asleep("one", 5)
    assert (clock.now, clock.next_time(), clock.sleepers) == (0, 5, {"one"})


def test_a_jump_goes_to_the_earliest_waking_time(clock):
    """The one who sleeps the shortest wakes first, whoever fell asleep first, and the others sleep on."""
    clock.fall_asleep("long", 7)
    clock.fall_asleep("short", 3)
    assert clock.wake_next() == "short"
    assert (clock.now, clock.next_time(), clock.sleepers) == (3, 7, {"long"})


def test_a_sleep_counts_from_now(clock):
    """Who falls asleep later wakes later."""
    clock.fall_asleep("one", 3)
    clock.wake_next()
    clock.fall_asleep("one", 3)
    assert wake_all(clock) == [(6, "one")]


def test_one_sleeper_wakes_a_jump(clock):
    """Of two who are due together, one still sleeps when the other has woken."""
    clock.fall_asleep("one", 4)
    clock.fall_asleep("two", 4)
    assert clock.wake_next() == "one"
    assert (clock.now, clock.next_time(), clock.sleepers) == (4, 4, {"two"})


def test_the_master_wakes_after_the_workers_that_are_due_with_it(clock):
    """A master that polls in the second when a call ends sees that it has ended."""
    clock.fall_asleep("master", 2, rank=1)
    clock.fall_asleep("worker 1", 2)
    clock.fall_asleep("worker 2", 2)
    assert wake_all(clock) == [(2, "worker 1"), (2, "worker 2"), (2, "master")]


def test_a_master_that_is_due_first_wakes_first(clock):
    """Workers go before the master only at the same time."""
    clock.fall_asleep("worker", 2)
    clock.fall_asleep("master", 1, rank=1)
    assert wake_all(clock) == [(1, "master"), (2, "worker")]


def test_a_sleeper_sleeps_once_at_a_time(clock):
    """A thread that is asleep cannot fall asleep again, and its first sleep goes on."""
    clock.fall_asleep("one", 5)
    with pytest.raises(ValueError, match="'one' is asleep already"):
        clock.fall_asleep("one", 1)
    assert wake_all(clock) == [(5, "one")]


@pytest.mark.parametrize("duration", [0, -1, -10 * SECOND])
def test_no_sleep_ends_in_the_past(clock, duration):
    """A sleep of no or of negative length is due at once; the clock never goes back."""
    clock.fall_asleep("first", 5)
    clock.wake_next()
    clock.fall_asleep("one", duration)
    assert wake_all(clock) == [(5, "one")]


def test_a_forgotten_sleeper_is_not_woken(clock):
    """Somebody who is gone no longer counts, and its time is no time to jump to."""
    clock.fall_asleep("gone", 1)
    clock.fall_asleep("here", 2)
    clock.forget("gone")
    assert (clock.sleepers, clock.next_time()) == ({"here"}, 2)
    assert wake_all(clock) == [(2, "here")]


def test_forgetting_does_not_move_the_clock(clock):
    """To forget is not to wake: time does not pass, and nobody may be left to wake."""
    clock.fall_asleep("gone", 1)
    clock.forget("gone")
    assert (clock.now, clock.next_time()) == (0, None)
    with pytest.raises(IndexError):
        clock.wake_next()


def test_forgetting_somebody_who_is_awake_does_nothing(clock):
    """Something else may have woken it already."""
    clock.forget("awake")
    assert clock.sleepers == frozenset()


def test_who_was_forgotten_may_sleep_again(clock):
    """The sleep that was forgotten does not cut the next one short."""
    clock.fall_asleep("one", 1)
    clock.forget("one")
    clock.fall_asleep("one", 3)
    assert wake_all(clock) == [(3, "one")]


SLEEPS = st.lists(st.tuples(st.integers(-3, 6), st.booleans()), max_size=12)


@steady
@given(SLEEPS)
def test_sleepers_wake_by_time_then_workers_first_then_first_come(sleeps):
    """The order of waking is the sorted order of (time, is the master, order of falling asleep)."""
    clock: VirtualClock[int] = VirtualClock()
    for number, (duration, master) in enumerate(sleeps):
        clock.fall_asleep(number, duration, rank=master)
    due = sorted((max(0, duration), master, number) for number, (duration, master) in enumerate(sleeps))
    assert wake_all(clock) == [(time, number) for time, _, number in due]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("sleep"), st.integers(0, 3), st.integers(0, 5), st.booleans()),
        st.tuples(st.just("forget"), st.integers(0, 3)),
        st.tuples(st.just("wake")),
    ),
    max_size=40,
)


@steady
@given(STEPS)
def test_any_story_agrees_with_a_plain_list(steps):
    """Whatever is done in whatever order, the clock does what a list searched from end to end would do."""
    clock: VirtualClock[int] = VirtualClock()
    now, asleep = 0, []
    for order, (step, *details) in enumerate(steps):
        names = [sleeper for *_, sleeper in asleep]
        if step == "sleep" and details[0] not in names:
            sleeper, duration, master = details
            clock.fall_asleep(sleeper, duration, rank=master)
            asleep.append((now + duration, master, order, sleeper))
        elif step == "forget":
            clock.forget(details[0])
            asleep = [each for each in asleep if each[-1] != details[0]]
        elif step == "wake" and asleep:
            asleep.sort()
            now, _, _, sleeper = asleep.pop(0)
            assert clock.wake_next() == sleeper
        assert clock.now == now
        assert clock.sleepers == {sleeper for *_, sleeper in asleep}
        assert clock.next_time() == min((time for time, *_ in asleep), default=None)
