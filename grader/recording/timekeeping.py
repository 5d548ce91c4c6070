"""Who decides what time it is in a run: the virtual clock, which jumps, or the machine's own."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from grader.recording import idle
from grader.recording.channel import Peer, Tampered
from grader.recording.clock import SECOND, VirtualClock
from grader.recording.observer import Observer
from grader.recording.processes import Snapshot, Tree

_FREE_READINGS = 100  # of a clock at one instant, before the reader has to pay with time
_FREE_IN_A_LOOP = 1  # the same once it has paid, until it sleeps or waits
_SHORTEST_TURN = SECOND // 1000  # what a turn of a busy loop costs at least
_SHORT_PAUSE = SECOND // 20  # a poller that pauses for less than this ...
_MANY_PAUSES = 400  # ... this often in a row pauses for so long from then on: a run costs a jump a pause
_MOST_FORCED = 4  # jumps of a run, before it counts as one that only burns processor time
_SOON = 0.0003  # seconds until the next look at a tree that is about to fall asleep
_LATER = 0.01  # the same where nothing is expected soon
_UNDER_WAY = 400_000_000  # nanoseconds of the real clock


@dataclass
class _Loop:
    """A stretch of a thread's life in which it reads the clock and neither sleeps nor waits."""

    since: int
    free: int = _FREE_READINGS


class VirtualTimekeeper:
    """Answers the questions about time of a run on the virtual clock, and moves the clock when it may.

    Without a tree to look at, where there is no /proc, the events alone decide: they suffice for a program of one
    thread, such as one whose functions are called one by one.
    """

    def __init__(self, observer: Observer, tree: Tree | None) -> None:
        self._observer = observer
        self._tree = tree
        self._clock: VirtualClock[Peer] = VirtualClock()
        self._spinners: list[tuple[int, Peer]] = []  # since when they wait for somebody else to act
        self._waiters: dict[Peer, Any] = {}  # who waits, with a limit, for which job
        self._loops: dict[Peer, _Loop] = {}
        self._pauses: dict[Peer, int] = {}
        self._snapshot: Snapshot | None = None
        self._quiet_since: float | None = None
        self._stirred_at = 0.0  # when something happened last, in real seconds
        self._somebody_acts = False  # by the word of the events
        self._cpu_at_event: float | None = None  # None: nobody has looked since the event
        self._cpu_looked_at = 0.0
        self._cpu = 0.0
        self.burns = False  # the tree keeps the processor busy, and the clock was forced on too often
        self._contradicted: list[idle.PoolActivity] | None = None  # what the events said, and silence denied

    def at(self, event: dict[str, Any] | None) -> float:
        """Return the time of an event in seconds: it is read before the clock moves on."""
        return self._clock.now / SECOND

    @property
    def now(self) -> float:
        """Seconds of virtual time since the start of the run."""
        return self._clock.now / SECOND

    def hear(self, peer: Peer, event: dict[str, Any] | None) -> None:
        """Take in an event that may be a question about time, or change who waits for what."""
        self.stir()
        if event is None:
            self._forget(peer)
            return
        answer: Callable[[Peer, dict[str, Any]], None] | None = getattr(self, f"_on_{event['e']}", None)
        if answer is None:
            return
        try:
            answer(peer, event)
        except (KeyError, TypeError, ValueError, OverflowError) as error:
            raise Tampered(f"a question about time of an unknown form, {event['e']!r}") from error

    def stir(self) -> None:
        """Note that something happens now: what was quiet so far does not count."""
        self._quiet_since = self._snapshot = None
        self._cpu_at_event = None
        self._stirred_at = time.monotonic()

    def pause(self) -> float:
        """Return for how many real seconds to wait for messages before `advance` is called again."""
        is_soon = self._quiet_since is None and self._somebody_sleeps() and not self._somebody_acts
        return _SOON if is_soon else _LATER

    def advance(self, is_silent: Callable[[], bool]) -> bool:
        """Jump if the idle rule allows it, and wake one thread; tell whether it did.

        `is_silent` tells whether no message is unread: it is asked last, so that what a thread reported before it
        fell asleep is taken in before the clock moves.
        """
        witness = self._observer.witness()
        self._somebody_acts = witness is idle.Witness.NO
        if (self._somebody_acts or not self._somebody_sleeps()) and time.monotonic() - self._stirred_at < _LATER:
            return False  # the next event comes soon, mostly, so there is no need to look yet
        if not self._somebody_sleeps():
            self._look()
            return False
        quiet = self._quiet(twice=witness is idle.Witness.YES)
        contradicted = witness is idle.Witness.NO and self._observer.activity() == self._contradicted
        jump = idle.may_jump(witness, quiet, self._cpu_without_event(), contradicted=contradicted)
        if jump is None or not is_silent():
            return False
        if jump is idle.Jump.SLOW:
            self._contradicted = self._observer.activity()
        jumps = self._observer.recording.jumps
        jumps[jump.value] = jumps.get(jump.value, 0) + 1
        self.burns = jumps.get(idle.Jump.FORCED.value, 0) > _MOST_FORCED
        if self._snapshot is not None:
            self._observer.note_processes(self._snapshot.processes)
        self._wake_one()
        self.stir()
        return True

    def hangs(self) -> bool:
        """Tell whether nobody will ever act again."""
        if self._somebody_sleeps():
            return False
        quiet = None if self._quiet_since is None else time.monotonic() - self._quiet_since
        return idle.hangs(quiet, in_known_wait=self._observer.in_known_wait())

    # questions about time ------------------------------------------------------------------------------------

    def _on_sleep(self, peer: Peer, event: dict[str, Any]) -> None:
        self._loops.pop(peer, None)
        self._fall_asleep(peer, self._length(peer, max(1, round(float(event["s"]) * SECOND))))

    def _on_wait(self, peer: Peer, event: dict[str, Any]) -> None:
        if self._observer.is_resolved(peer, event["job"]):
            self._answer(peer)
        else:
            self._loops.pop(peer, None)
            self._waiters[peer] = event["job"]
            self._fall_asleep(peer, max(1, round(float(event["s"]) * SECOND)))

    def _on_resolve(self, peer: Peer, event: dict[str, Any]) -> None:
        for waiter, job in list(self._waiters.items()):
            if waiter.pid == peer.pid and job == event["job"]:
                self._clock.forget(waiter)
                self._answer(waiter)
        for since, spinner in list(self._spinners):
            if spinner.pid == peer.pid:
                self._spinners.remove((since, spinner))
                self._answer(spinner)

    def _on_clock(self, peer: Peer, event: dict[str, Any]) -> None:
        loop = self._loops.setdefault(peer, _Loop(self._clock.now))
        loop.free -= 1
        if loop.free < 0:
            loop.free = _FREE_IN_A_LOOP
            self._fall_asleep(peer, self._price_of_a_turn(peer))
        else:
            self._answer(peer)

    def _on_spin(self, peer: Peer, event: dict[str, Any]) -> None:
        if event["reads"]:
            self._fall_asleep(peer, self._price_of_a_turn(peer))
        else:
            self._observer.hold(peer)
            self._spinners.append((self._clock.now, peer))

    def _price_of_a_turn(self, peer: Peer) -> int:
        """Return how long a turn of a busy loop that reads the clock takes: a tenth of the loop so far."""
        loop = self._loops.setdefault(peer, _Loop(self._clock.now))
        return max(_SHORTEST_TURN, (self._clock.now - loop.since) // 10)

    def _length(self, peer: Peer, duration: int) -> int:
        """Return for how long a sleep lasts: as asked, but for a master that has paused very briefly very often."""
        if duration >= _SHORT_PAUSE or not self._observer.is_master(peer):
            return duration
        self._pauses[peer] = self._pauses.get(peer, 0) + 1
        return duration if self._pauses[peer] <= _MANY_PAUSES else _SHORT_PAUSE

    def _fall_asleep(self, peer: Peer, duration: int) -> None:
        self._observer.hold(peer)
        self._clock.fall_asleep(peer, duration, rank=self._observer.rank(peer))

    def _wake_one(self) -> None:
        """Wake one who waits for somebody else to act, if somebody has; else the next sleeper."""
        for index, (since, peer) in enumerate(self._spinners):
            if since < self._clock.now:
                del self._spinners[index]
                self._answer(peer)
                return
        self._answer(self._clock.wake_next())

    def _answer(self, peer: Peer) -> None:
        self._waiters.pop(peer, None)
        self._observer.release(peer, self.now)
        peer.answer(now=self._clock.now)

    def _forget(self, peer: Peer) -> None:
        self._clock.forget(peer)
        self._waiters.pop(peer, None)
        self._spinners = [(since, spinner) for since, spinner in self._spinners if spinner is not peer]

    def _somebody_sleeps(self) -> bool:
        return self._clock.next_time() is not None or any(since < self._clock.now for since, _ in self._spinners)

    # the kernel's witness ------------------------------------------------------------------------------------

    def _quiet(self, *, twice: bool) -> float | None:
        """Return for how many real seconds nothing has run in the tree, or None when something may have."""
        self._look()
        if twice and self._quiet_since is None:
            self._look()
        return None if self._quiet_since is None else time.monotonic() - self._quiet_since

    def _look(self) -> None:
        began = time.monotonic()
        if self._tree is None:
            self._quiet_since = began if self._quiet_since is None else self._quiet_since
            return
        snapshot = self._tree.snapshot(self._snapshot)
        if not snapshot.asleep or snapshot != self._snapshot:
            self._quiet_since = None
        elif self._quiet_since is None:
            self._quiet_since = began
        self._snapshot = snapshot

    def _cpu_without_event(self) -> float:
        now = time.monotonic()
        if self._tree is not None and now - self._cpu_looked_at > 0.1:
            self._cpu_looked_at = now
            self._cpu = self._tree.usage().cpu
            if self._cpu_at_event is None:
                self._cpu_at_event = self._cpu
        return 0.0 if self._cpu_at_event is None else self._cpu - self._cpu_at_event


class RealTimekeeper:
    """The machine's own clock: it never needs to be moved, and nobody waits for an answer about it."""

    def __init__(self, observer: Observer) -> None:
        self._start = time.monotonic_ns()
        self._observer = observer
        self.burns = False
        self._last_event = time.monotonic()

    def at(self, event: dict[str, Any] | None) -> float:
        """Return the time of an event in seconds: its sender's own stamp, which all processes share.

        It is a claim, so it is believed within what a message may be under way, and never to come from the future.
        """
        now = time.monotonic_ns()
        stamp = now if event is None else min(now, max(int(event["t"]), now - _UNDER_WAY))
        return max(0, stamp - self._start) / 1e9

    @property
    def now(self) -> float:
        """Seconds since the start of the run."""
        return self.at(None)

    def hear(self, peer: Peer, event: dict[str, Any] | None) -> None:
        """Take note that something happened."""
        self.stir()

    def stir(self) -> None:
        """Note that something happens now."""
        self._last_event = time.monotonic()

    def pause(self) -> float:
        """Return for how many seconds to wait for messages."""
        return _LATER

    def advance(self, is_silent: Callable[[], bool]) -> bool:
        """Real time moves by itself."""
        return False

    def hangs(self) -> bool:
        """Tell whether nobody has slept, and nothing happened, for so long that nothing will.

        A silence of this length also ends a run whose own waits are longer: those of the exercises are not.
        """
        quiet = time.monotonic() - self._last_event
        return not self._observer.somebody_sleeps() and idle.hangs(quiet, in_known_wait=False)
