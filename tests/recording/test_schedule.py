"""The ideal schedule: calls in their order, each to the worker that is free first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.recording.schedule import Slot, ideal_schedule, makespan

from .helpers import steady

FUTURE = [3, 2, 1, 5, 4, 2]  # seconds: the five calls of future.py and one of the student's own


@pytest.mark.parametrize(("workers", "seconds"), [(1, 17), (2, 9), (3, 6), (5, 5), (8, 5)])
def test_the_calls_of_future_py_take_so_long(workers, seconds):
    """With 1, 2, 3, 5 and 8 workers the tutorial's calls and one of two seconds end after 17, 9, 6, 5 and 5 s."""
    assert makespan(FUTURE, workers) == seconds


def test_each_call_has_its_place():
    """Two workers share the calls of future.py like this, to the second and to the worker."""
    assert ideal_schedule(FUTURE, 2) == [
        Slot(worker=0, start=0, end=3),
        Slot(worker=1, start=0, end=2),
        Slot(worker=1, start=2, end=3),
        Slot(worker=0, start=3, end=8),
        Slot(worker=1, start=3, end=7),
        Slot(worker=1, start=7, end=9),
    ]


def test_one_worker_takes_one_call_after_the_other():
    """Alone, a worker makes the schedule serial."""
    assert [(slot.start, slot.end) for slot in ideal_schedule([3, 2, 1], 1)] == [(0, 3), (3, 5), (5, 6)]


def test_workers_to_spare_stay_idle():
    """With more workers than calls every call starts at once, in a worker of its own."""
    slots = ideal_schedule([2, 1], 5)
    assert [(slot.worker, slot.start) for slot in slots] == [(0, 0), (1, 0)]


def test_the_order_of_submission_is_kept():
    """A long call at the end is not drawn to the front, although that would be quicker."""
    assert makespan([1, 1, 2], 2) == 3
    assert makespan([2, 1, 1], 2) == 2


def test_the_schedule_need_not_be_the_best():
    """The schedule is what a pool does, which never looks ahead."""
    assert makespan([3, 3, 2, 2, 2], 2) == 7  # 6 would do: 3 + 3 and 2 + 2 + 2


def test_a_call_of_no_length_has_a_place():
    """A call that does not sleep starts and ends at the same time, and costs the others nothing."""
    assert ideal_schedule([0, 1], 1) == [Slot(0, 0, 0), Slot(0, 0, 1)]


def test_no_calls_take_no_time():
    """Without a call there is no slot, and the end is at 0."""
    assert ideal_schedule([], 3) == []
    assert makespan([], 3) == 0


@pytest.mark.parametrize("workers", [0, -1])
def test_a_pool_has_a_worker(workers):
    """A schedule for nobody cannot be made."""
    with pytest.raises(ValueError, match=f"a pool has at least one worker, not {workers}"):
        ideal_schedule([1], workers)


def tick_by_tick(durations: list[int], workers: int) -> list[tuple[int, int]]:
    """Return (start, end) of each call by letting one second pass after the other: a queue, and who is busy."""
    queue, busy, spans, now = list(enumerate(durations)), [0] * workers, {}, 0
    while queue:
        for worker in range(workers):
            while queue and busy[worker] == 0:
                call, seconds = queue.pop(0)
                busy[worker], spans[call] = seconds, (now, now + seconds)
        busy = [max(0, left - 1) for left in busy]
        now += 1
    return [spans[call] for call in range(len(durations))]


CALLS = st.lists(st.integers(1, 9), max_size=12)
WORKERS = st.integers(1, 9)


@steady
@given(CALLS, WORKERS)
def test_the_schedule_is_what_a_queue_and_a_stopwatch_give(durations, workers):
    """Letting second after second pass, and handing the queue to whoever is idle, gives the same times."""
    slots = ideal_schedule(durations, workers)
    assert [(slot.start, slot.end) for slot in slots] == tick_by_tick(durations, workers)


@steady
@given(CALLS, WORKERS)
def test_no_worker_does_two_things_at_once(durations, workers):
    """The slots of one worker follow each other, and only the pool's workers work."""
    free = dict.fromkeys(range(workers), 0.0)
    for slot, duration in zip(ideal_schedule(durations, workers), durations, strict=True):
        assert slot.start == free[slot.worker] == min(free.values())
        assert slot.end == slot.start + duration
        free[slot.worker] = slot.end


@steady
@given(CALLS, WORKERS)
def test_the_end_lies_within_grahams_bounds(durations, workers):
    """It ends no sooner than the longest call or a fair share of the work, and less than a longest call after that."""
    end, work, longest = makespan(durations, workers), sum(durations), max(durations, default=0)
    assert end >= longest
    assert work <= workers * end <= work + (workers - 1) * longest
