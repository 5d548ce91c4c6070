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
        ({"pool": None, "worker": 102}, None),
    ],
)
def test_a_contradiction_is_found(changes: dict[str, object], found: str | None) -> None:
    """A result needs a worker, a worker its pool, and a sleep its time; failures and unknown pools prove nothing."""
    how = changes.pop("how", "apply_async")
    pool = changes.pop("pool", 0)
    recording = recording_of(**changes)  # type: ignore[arg-type]
    recording.calls[0].how, recording.calls[0].pool = how, pool  # type: ignore[assignment]
    assert forgery_in(recording) == found
