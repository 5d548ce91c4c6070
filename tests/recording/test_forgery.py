"""What no honest run can have done shows in its recording."""

from __future__ import annotations

import pytest

from grader.recording.forgery import forgery_in
from grader.recording.recording import Call, Error, Pool, Recording

from .helpers import new_recording

MASTER, WORKER = 100, 101


def recording_of(*, kind: str = "process", **changes: object) -> Recording:
    """A recording of one call that slept for its second in the worker of a pool, but for these changes."""
    life = {
        "submitted": 0.0,
        "started": 0.0,
        "ended": 1.0,
        "resolved": 1.0,
        "worker": WORKER,
        "slept": 1.0,
        "value": 13,
    }
    call = Call(MASTER, 0, 0, "apply_async", "slow_add", [1, 6, 7], **{**life, **changes})  # type: ignore[arg-type]
    return new_recording(pools=[Pool(0, MASTER, 1, kind, "fork", 0.0, [WORKER])], calls=[call])


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, None),
        ({"started": None, "ended": None, "worker": None}, "a result that no worker has computed"),
        ({"ended": None}, "a result that no worker has computed"),
        ({"ended": 0.5}, "a call that slept for longer than it ran"),
        ({"ended": 1.5}, None),
        ({"worker": MASTER}, "a call for a worker process that the master ran itself"),
        ({"worker": 102}, "a worker that its pool has not started"),
        ({"worker": MASTER, "kind": "thread"}, None),
        ({"started": None, "error": Error("MaybeEncodingError", [], "it cannot be pickled")}, None),
        ({"started": None, "resolved": None}, None),
        ({"how": "map", "slept": 7.0}, None),
        ({"pool": None}, "a call to a pool that nobody has made"),
        ({"submitted": 0.5}, "a call that began before it was submitted"),
        ({"slept": 1000.0, "error": Error("ValueError", [], "broken")}, "a call that slept for longer than it ran"),
    ],
)
def test_a_contradiction_is_found(changes: dict[str, object], found: str | None) -> None:
    """A result needs a worker, a worker its pool, and a sleep its time; a failure needs no worker."""
    how = changes.pop("how", "apply_async")
    pool = changes.pop("pool", 0)
    recording = recording_of(**changes)  # type: ignore[arg-type]
    recording.calls[0].how, recording.calls[0].pool = how, pool  # type: ignore[assignment]
    assert forgery_in(recording) == found


@pytest.mark.parametrize(("processes", "is_forged"), [(None, False), (0, True), (1, True), (2, False), (9, False)])
def test_a_pool_needs_as_many_processes_as_it_claims_workers(processes: int | None, is_forged: bool) -> None:
    """The kernel has counted them, their master among them; where it has not, nothing is known."""
    recording = recording_of()
    recording.pools[0].processes = processes
    assert (forgery_in(recording) is not None) == is_forged
    recording.pools[0].kind = "thread"
    assert forgery_in(recording) is None


LIAR = """
    import multiprocessing.pool, sys, time

    class Liar(multiprocessing.pool.Pool):
        _processes = property(
            lambda self: {claimed} if "inside" in sys._getframe(1).f_code.co_filename else 1, lambda self, value: None
        )

    def work():
        time.sleep(1)

    if __name__ == "__main__":
        with Liar(1, context=multiprocessing.get_context()) as pool:
            pool.apply(work)
"""


@pytest.mark.parametrize(("claimed", "how"), [(3, "tampered"), (1, "exited")])
def test_a_pool_that_claims_more_workers_than_it_has_is_found_out(record, claimed: int, how: str) -> None:
    """What a script tells of its pool is held against the processes that the kernel sees."""
    recording = record(LIAR.replace("{claimed}", str(claimed)))
    assert recording.ending.how == how
    assert [pool.processes for pool in recording.pools] == [2]


@pytest.mark.parametrize(("started", "is_forged"), [(0.0, True), (0.5, True), (1.0, False)])
def test_a_worker_runs_one_call_at_a_time(started: float, is_forged: bool) -> None:
    """It takes the next one when one has ended."""
    recording = recording_of()
    more = recording_of(started=started, ended=started + 1.0, resolved=2.0).calls
    recording.calls += more
    assert (forgery_in(recording) == "a worker that ran two calls at a time") is is_forged
