"""The ideal schedule: when each call would run if handing calls to workers cost nothing."""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Slot:
    """One call in a schedule: which worker runs it, and from when to when (seconds)."""

    worker: int
    start: float
    end: float


def ideal_schedule(durations: Sequence[float], workers: int) -> list[Slot]:
    """Hand calls, in their order, each to the worker that is free first, and return a slot a call.

    This is what `multiprocessing.Pool` does with a chunk size of 1 (list scheduling; R. L. Graham, "Bounds on
    multiprocessing timing anomalies", 1969). Durations and times are in seconds; workers are numbered from 0.
    """
    if workers < 1:
        raise ValueError(f"a pool has at least one worker, not {workers}")
    free = [(0.0, worker) for worker in range(workers)]
    slots = []
    for duration in durations:
        start, worker = heapq.heappop(free)
        slots.append(Slot(worker, start, start + duration))
        heapq.heappush(free, (start + duration, worker))
    return slots


def makespan(durations: Sequence[float], workers: int) -> float:
    """Return when the last call of the ideal schedule ends, in seconds; 0 without calls."""
    return max((slot.end for slot in ideal_schedule(durations, workers)), default=0.0)
