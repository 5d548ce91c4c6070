"""What no honest run can have done: contradictions in a finished recording, which show that it was made up.

They need no trust in anybody: a result comes from a worker, a worker from its pool, and nobody sleeps for longer than
he runs. Times alone are no proof (an honest script may do anything), and neither is a call that failed.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from grader.recording.recording import Call, Pool, PoolKey, Recording

_SLACK = 0.05  # seconds by which stamps of the real clock may be wrong


def forgery_in(recording: Recording) -> str | None:
    """Return what cannot be true in a recording, in words that follow on "tampered with", or None."""
    if any(_is_too_small(pool) for pool in recording.pools):
        return "a pool of more workers than there were processes"
    pools: dict[PoolKey, Pool] = {(pool.master, pool.number): pool for pool in recording.pools}
    single = [call for call in recording.calls if call.how in ("apply", "apply_async") and call.resolved is not None]
    for call in single:
        found = _forgery_in(call, pools.get((call.master, call.pool)))
        if found is not None:
            return found
    return "a worker that ran two calls at a time" if _overlap(single, pools) else None


def _is_too_small(pool: Pool) -> bool:
    """Tell whether a pool has more workers than the run had processes, its master not counted."""
    return pool.kind == "process" and pool.processes is not None and pool.processes <= pool.size


def _forgery_in(call: Call, pool: Pool | None) -> str | None:
    began, ended = call.started, call.ended
    if began is not None and ended is not None and call.slept > ended - began + _SLACK:
        return "a call that slept for longer than it ran"
    if began is not None and began < (call.submitted or 0.0) - _SLACK:
        return "a call that began before it was submitted"
    if call.error is not None:  # it may have failed on its way to a worker, or back
        return None
    if began is None or ended is None or call.worker is None:
        return "a result that no worker has computed"
    if pool is None:
        return "a call to a pool that nobody has made"
    if pool.kind != "process":
        return None
    if call.worker == call.master:
        return "a call for a worker process that the master ran itself"
    if call.worker not in pool.workers:
        return "a worker that its pool has not started"
    return None


def _overlap(calls: Sequence[Call], pools: Mapping[PoolKey, Pool]) -> bool:
    """Tell whether two calls ran at the same time in one worker process, which takes the next when one has ended."""
    spans: dict[int, list[tuple[float, float]]] = {}
    for call in calls:
        pool = pools.get((call.master, call.pool))
        if pool is not None and pool.kind == "process" and None not in (call.worker, call.started, call.ended):
            spans.setdefault(call.worker or 0, []).append((call.started or 0.0, call.ended or 0.0))
    return any(
        later[0] < earlier[1] - _SLACK for each in spans.values() for earlier, later in itertools.pairwise(sorted(each))
    )
