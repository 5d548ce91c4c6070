"""What the page of a class counts."""

from __future__ import annotations

import pytest
from samples import a_check, a_class, a_failure, a_submission, everything

from grader.claims import Bar, Picture
from grader.reports.html import source_lines
from grader.reports.lanes import Lane, lay_out
from grader.reports.overview import Overview
from grader.scorecard import Exercise


def test_the_commonest_cause_is_the_hint_that_most_were_given() -> None:
    """Causes are counted by their hints: what was seen differs by line and PID."""
    failures = []
    for hint, seen in (("wait", "PID 1"), ("start both", "PID 2"), ("start both", "PID 3")):
        failure = a_failure()
        failure.hint, failure.seen = hint, seen
        failures.append(a_submission(seen, Exercise("applyasync", "applyasync.py", [a_check(), failure])))
    missed, met = Overview.of(a_class(*failures)).claims
    assert (missed.failed, missed.judged, missed.commonest) == (3, 3, ("start both", "PID 2", 2))
    assert (met.failed, met.commonest) == (0, None)


def test_who_needs_help_has_no_grade_or_less_than_half() -> None:
    """At half of the points nobody is in need; those without a beginning come before low scores."""
    scores = {"Half": 8.5, "Low": 8.0, "Lowest": 1.0, "Full": 17.0}
    students = [
        a_submission(name, Exercise("future", "future.py", [a_check(worth=score)])) for name, score in scores.items()
    ]
    overview = Overview.of(a_class(*students, *everything().submissions))
    assert [row.name for row in overview.in_need] == ["Zoë Stub", "李雷", "Lowest", "Bob Some", "Low"]


def test_scores_fall_into_tenths_and_full_marks_apart() -> None:
    """10 % is in the second tenth, 99 % in the last one, and 100 % alone; who has no grade is in none."""
    shares = (0.0, 0.099, 0.1, 0.7, 0.99, 1.0)
    students = [a_submission(f"S{share}", Exercise("future", "f.py", [a_check(worth=17 * share)])) for share in shares]
    overview = Overview.of(a_class(*students, everything().submissions[3]))
    counts = dict(overview.distribution())
    assert {label: count for label, count in counts.items() if count} == {"0": 2, "10": 1, "70": 1, "90": 1, "100": 1}
    assert overview.median == pytest.approx(17 * 0.4)


def test_an_empty_class_is_counted() -> None:
    """Nobody is counted as nobody."""
    overview = Overview.of(a_class())
    assert (overview.rows, overview.claims, overview.in_need, overview.median) == ([], [], [], 0.0)


def test_calls_that_overlap_in_one_worker_get_rows_of_their_own() -> None:
    """Threads of one process run at once: their bars lie below each other, in the lane of that process."""
    bars = [Bar("worker 10", "c", 0.0, 1.0), Bar("master", "a", 0.0, 2.0), Bar("master", "b", 1.0, 3.0)]
    drawn = lay_out(Picture([*bars, Bar("worker 9", "d", 3.0, 4.0)], 4.0))
    assert drawn.lanes == [Lane("master", 2), Lane("worker 9", 1), Lane("worker 10", 1)]
    assert [(block.number, block.label, block.row) for block in drawn.blocks] == [
        (1, "c", 3),
        (2, "a", 0),
        (3, "b", 1),
        (4, "d", 2),
    ]
    assert (drawn.blocks[2].left, drawn.blocks[2].width, drawn.blocks[2].when) == (25.0, 50.0, "1-3 s")


@pytest.mark.parametrize(
    ("end", "times"),
    [
        (1.0, ["0", "0.2", "0.4", "0.6", "0.8", "1"]),
        (6.0, ["0", "1", "2", "3", "4", "5", "6"]),
        (17.0, ["0", "5", "10", "15"]),
        (9000.0, ["0", "2000", "4000", "6000", "8000"]),
        (0.0, []),
    ],
)
def test_an_axis_has_few_round_marks(end: float, times: list[str]) -> None:
    """Marks are round numbers, eight steps at most; where no time passes there are none."""
    assert [time for _, time in lay_out(Picture([Bar("worker 1", "f()", 0.0, end)], end)).marks] == times


@pytest.mark.parametrize(
    ("content", "lines"),
    [
        (b"a\nb\n", ["a", "b"]),
        (b"a\r\nb\rc", ["a", "b", "c"]),
        ("\ufeff# é\n".encode(), ["# é"]),
        ("# coding: latin-1\n# é".encode("latin-1"), ["# coding: latin-1", "# é"]),
        (b"# coding: no-such\n\xff", ["# coding: no-such", "\ufffd"]),
        *(
            (f"# coding: {name}\na".encode(), [f"# coding: {name}", "a"])
            for name in ("rot13", "hex", "undefined", "idna")
        ),
        ("a\x0cb\u2028c".encode(), ["a\x0cb\u2028c"]),
        (b"x\n" * 2002, [*["x"] * 2000, "... 2 lines more"]),
    ],
    ids=[
        *("plain", "other line ends", "BOM", "declared", "unknown encoding", "rot13", "hex", "undefined", "idna"),
        *("ends of no line", "long"),
    ],
)
def test_lines_are_counted_as_python_counts_them(content: bytes, lines: list[str]) -> None:
    """Line 12 of a message is line 12 of the page, in whatever encoding the script is."""
    assert source_lines(content) == lines
