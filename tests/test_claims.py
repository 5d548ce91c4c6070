"""Pictures of who worked when."""

from __future__ import annotations

from grader.claims import Bar, Picture


def test_a_settled_picture_does_not_depend_on_which_idle_worker_took_a_call() -> None:
    """Calls are drawn at the first worker that is free; those that overlap stay on rows of their own."""
    bars = [Bar("worker 2", "b", 1.0, 2.0), Bar("worker 1", "a", 0.0, 1.0), Bar("worker 3", "c", 1.5, 3.0)]
    bars.append(Bar("master", "m", 0.0, 3.0))
    assert Picture(bars, 3.0).settled() == Picture(
        [
            Bar("worker 1", "a", 0.0, 1.0),
            Bar("master", "m", 0.0, 3.0),
            Bar("worker 1", "b", 1.0, 2.0),
            Bar("worker 2", "c", 1.5, 3.0),
        ],
        3.0,
    )
