"""The hooks into multiprocessing.pool, without processes."""

from __future__ import annotations

import threading
import weakref
from types import SimpleNamespace
from typing import Any

from grader.recording.inside.pools import PoolRecorder


class Pool:
    """Something that ends when nobody keeps it."""


def test_a_pool_that_nobody_keeps_outlives_the_news_of_its_last_result() -> None:
    """`Pool(2).apply_async(...)`: only the future holds the pool, and lets it go as it is resolved."""
    told: list[tuple[str, bool]] = []
    pool = Pool()
    alive = weakref.ref(pool)
    future: Any = SimpleNamespace(_event=threading.Event(), _job=0, _success=True, _value=13, _pool=pool)
    del pool
    wire: Any = SimpleNamespace(tell=lambda event, **fields: told.append((event, alive() is not None)))
    clock: Any = None

    def resolve(future: Any, index: Any, outcome: Any) -> None:
        future._event.set()
        future._pool = None

    PoolRecorder(wire, clock, change=None)._resolving(resolve)(future, None, None)
    assert told == [("resolve", True)]
    assert alive() is None
