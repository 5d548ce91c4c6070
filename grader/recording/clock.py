"""The virtual clock: a heap of waking times. It knows nothing of processes, and never moves by itself."""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Hashable
from typing import Generic, TypeVar

SECOND = 1_000_000  # the clock counts whole microseconds, so that times can be compared with ==

Sleeper = TypeVar("Sleeper", bound=Hashable)


class VirtualClock(Generic[Sleeper]):
    """Virtual time in microseconds since the start of a run, and who sleeps until when.

    The clock jumps to the earliest waking time when it is told to (`wake_next`); whether it may is decided
    elsewhere (`grader.recording.idle`). It wakes one sleeper a jump: what that one does may matter to the others.
    Of sleepers due at the same time the lowest rank wakes first; then the one that fell asleep first.
    """

    def __init__(self) -> None:
        self.now = 0
        self._heap: list[tuple[int, int, int, Sleeper]] = []
        self._order = itertools.count()
        self._asleep: dict[Sleeper, int] = {}

    @property
    def sleepers(self) -> frozenset[Sleeper]:
        """Everybody who sleeps now."""
        return frozenset(self._asleep)

    def fall_asleep(self, sleeper: Sleeper, duration: int, *, rank: int = 0) -> None:
        """Let `sleeper` sleep for `duration` microseconds; one sleeper sleeps once at a time."""
        if sleeper in self._asleep:
            raise ValueError(f"{sleeper!r} is asleep already")
        order = next(self._order)
        self._asleep[sleeper] = order
        heapq.heappush(self._heap, (self.now + max(0, duration), rank, order, sleeper))

    def forget(self, sleeper: Sleeper) -> None:
        """Let `sleeper` sleep no longer, without waking it: it is gone, or something else woke it."""
        self._asleep.pop(sleeper, None)

    def next_time(self) -> int | None:
        """Return the earliest waking time, or None when nobody sleeps."""
        while self._heap and self._asleep.get(self._heap[0][3]) != self._heap[0][2]:
            heapq.heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def wake_next(self) -> Sleeper:
        """Jump to the earliest waking time and return the one who wakes; IndexError when nobody sleeps."""
        if self.next_time() is None:
            raise IndexError("nobody sleeps")
        time, _, _, sleeper = heapq.heappop(self._heap)
        self.now = max(self.now, time)
        del self._asleep[sleeper]
        return sleeper
