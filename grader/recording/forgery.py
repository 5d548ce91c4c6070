"""What no honest run can have done: contradictions in a finished recording, which show that it was made up.

They need no trust in anybody: a result comes from a worker, a worker from its pool, and nobody sleeps for longer than
he runs. Times alone are no proof (an honest script may do anything), and neither is a call that failed.
"""

from __future__ import annotations

from grader.recording.recording import Call, Pool, Recording

_SLACK = 0.05  # seconds by which a real sleep may end too early for the stamps of its call


def forgery_in(recording: Recording) -> str | None:
    """Return what cannot be true in a recording, in words that follow on "tampered with", or None."""
    if any(_is_too_small(pool) for pool in recording.pools):
        return "a pool of more workers than there were processes"
    pools = {(pool.master, pool.number): pool for pool in recording.pools}
    for call in recording.calls:
        if call.how in ("apply", "apply_async") and call.resolved is not None and call.error is None:
            found = _forgery_in(call, pools.get((call.master, call.pool if call.pool is not None else -1)))
            if found is not None:
                return found
    return None


def _is_too_small(pool: Pool) -> bool:
    """Tell whether a pool has more workers than the run had processes, its master not counted."""
    return pool.kind == "process" and pool.processes is not None and pool.processes <= pool.size


def _forgery_in(call: Call, pool: Pool | None) -> str | None:
    if call.started is None or call.ended is None or call.worker is None:
        return "a result that no worker has computed"
    if call.slept > call.ended - call.started + _SLACK:
        return "a call that slept for longer than it ran"
    if pool is None or pool.kind != "process":
        return None
    if call.worker == call.master:
        return "a call for a worker process that the master ran itself"
    if call.worker not in pool.workers:
        return "a worker that its pool has not started"
    return None
