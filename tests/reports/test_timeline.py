"""Who worked when, as text."""

from __future__ import annotations

from grader.claims import Bar, Picture
from grader.reports.timeline import timeline_of
from grader.scorecard import Run

GOOD = "ended with exit status 0"


def test_calls_are_drawn_worker_by_worker() -> None:
    """A worker's calls follow each other, in the order of the workers and of time."""
    bars = [Bar("worker 1", "f(3)", 0, 3), Bar("worker 2", "f(1)", 0, 1), Bar("worker 1", "g(1)", 3, 4)]
    assert timeline_of(Run("python future.py 2", GOOD, Picture(bars, 4))) == [
        "python future.py 2",
        "  worker 1  f(3)  |##############################          |",
        "  worker 1  g(1)  |                              ##########|",
        "  worker 2  f(1)  |##########                              |",
        "                  0                                      4 s",
        "  5 s of work were over after 4 s: 1.25 calls at a time on average",
        "",
    ]


def test_ten_workers_keep_their_order() -> None:
    """Worker 10 comes after worker 9."""
    bars = [Bar(f"worker {number}", "f(1)", 0, 1) for number in range(1, 12)]
    rows = [line.split()[1] for line in timeline_of(Run("python future.py 11", GOOD, Picture(bars, 1)))[1:12]]
    assert rows == [str(number) for number in range(1, 12)]


def test_a_run_without_calls_says_so() -> None:
    """A script that hands nothing to a pool has nothing to draw."""
    assert timeline_of(Run("python future.py", GOOD, Picture())) == [
        "python future.py",
        "  no call was run in a pool",
        "",
    ]


def test_a_run_that_fails_says_how_it_ended() -> None:
    """What stopped the script is said under the calls that there were."""
    run = Run("python future.py x", "stopped with ValueError: no number (line 3)", Picture())
    assert timeline_of(run)[1] == "  it stopped with ValueError: no number (line 3)"


def test_calls_that_take_no_time_are_over_at_once() -> None:
    """Nothing is divided by a time of nought."""
    run = Run("python future.py 1", GOOD, Picture([Bar("worker 1", "f(0)", 0, 0)], 0))
    assert timeline_of(run) == ["python future.py 1", "  all calls were over at once", ""]
