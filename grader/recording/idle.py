"""The idle rule: may the clock jump now?

Jumping too early is the one error that makes a right script look wrong: a worker that is only slow to start would
find that a second has passed before it began. Never jumping hangs the run. Two witnesses are heard, because each
alone was measured and is not enough:

1. **The events** that the recorder reports. They say *yes* (everybody who could act is asleep), *no* (somebody is
   about to act: a call waits for a worker that has not begun it, or a call has ended and nobody has taken its
   result yet), or *unknown* (the hooks are blind here: a lock that is held across calls, an executor, a bare Process).
   Alone they would hang wherever the hooks are blind.
2. **The kernel**: two equal snapshots of the context switches of every thread in the tree, all of them asleep, the
   second begun after the first ended, and no unread message after it. So nothing ran in between, at whatever load.
   Alone it would fail a script whose worker sleeps inside the kernel while it starts (an import from a network disk).

The kernel is a condition always; how long it must have been quiet depends on what the events say:

    events     quiet for      the jump is
    yes        at all         sure
    unknown    50 ms          a guess
    no         1 s            slow: the events were contradicted by a second in which nothing happened

A second of silence that has contradicted the events once is not waited for again while they say the very same: a
worker that died with a task in its hands, say, makes them wrong for the rest of the run.

And when the tree has burnt a second of CPU time without an event (a thread of the library spins, say, so that it
never is quiet), the clock jumps all the same: forced. CPU time, because wall-clock time passes at any load.

A verdict against the student that rests on a recording with any jump that is not sure is confirmed on the real
clock before it counts. If nobody sleeps, there is nothing to jump to: after some quiet seconds the script hangs.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Witness(Enum):
    """What the events say to the question whether everybody who could act is asleep."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Jump(Enum):
    """How sure it was that the clock might jump."""

    SURE = "sure"
    GUESS = "guess"
    SLOW = "slow"
    FORCED = "forced"


PATIENCE = {Witness.YES: 0.0, Witness.UNKNOWN: 0.05, Witness.NO: 1.0}  # quiet seconds before a jump
CPU_WITHOUT_EVENT = 1.0  # CPU seconds of the tree after which a jump is forced
_KIND = {Witness.YES: Jump.SURE, Witness.UNKNOWN: Jump.GUESS, Witness.NO: Jump.SLOW}
HANG_IN_KNOWN_WAIT = 1.0  # quiet seconds without a sleeper, when the master waits in a call that has no time limit
HANG_ELSEWHERE = 6.0  # the same where the master waits in something unknown, perhaps with a time limit in real seconds


@dataclass
class PoolActivity:
    """What the events tell about one live pool, as far as the idle rule needs it."""

    size: int
    submitted: int = 0
    ended: int = 0
    asleep: int = 0  # threads that sleep inside this pool's calls
    unresolved: int = 0  # futures whose tasks have all ended, but whose result nobody has taken
    in_callback: bool = False  # somebody sleeps outside the calls and the main thread: inside a callback
    countable: bool = True  # False when the number of its tasks is not known (imap)


def hear_events(pools: Iterable[PoolActivity], *, master_is_blocked: bool) -> Witness:
    """Say what the events know: is everybody who could act asleep?

    `min(outstanding tasks, workers)` is how many threads must be asleep inside calls; this makes it needless to
    know which task is queued, in the pipe, or with a worker that is still starting.
    """
    answer = Witness.YES if master_is_blocked else Witness.UNKNOWN
    for pool in pools:
        if not pool.countable:
            answer = Witness.UNKNOWN
            continue
        if pool.asleep < min(pool.submitted - pool.ended, pool.size):
            return Witness.NO
        if pool.unresolved and not pool.in_callback:
            return Witness.NO
    return answer


def may_jump(events: Witness, quiet: float | None, cpu: float, *, contradicted: bool = False) -> Jump | None:
    """Return how sure a jump would be now, or None when it must wait.

    `quiet` is for how many seconds the kernel has seen nothing run (None: something ran just now); `cpu` is the
    CPU time in seconds that the tree has used since the last event; `contradicted`: these very words of the events
    have been contradicted by a second of silence before.
    """
    patience = PATIENCE[Witness.UNKNOWN if contradicted else events]
    if quiet is not None and quiet >= patience:
        return _KIND[events]
    return Jump.FORCED if cpu >= CPU_WITHOUT_EVENT else None


def hangs(quiet: float | None, *, in_known_wait: bool) -> bool:
    """Tell whether a run in which nobody sleeps will never go on."""
    return quiet is not None and quiet >= (HANG_IN_KNOWN_WAIT if in_known_wait else HANG_ELSEWHERE)
