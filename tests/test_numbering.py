"""PIDs in messages read the same in every run."""

from __future__ import annotations

import pytest

from grader.numbering import renumber
from grader.scorecard import FAILED, Check


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Process 4711 going to sleep, Process 4711 waking up",
            "Process 10001 going to sleep, Process 10001 waking up",
        ),
        (
            "the master printed 'I am 4711'; the worker with PID 52011",
            "the master printed 'I am 10001'; the worker with PID 10002",
        ),
        ("Process 3 has finished. Result is 1013", "Process 3 has finished. Result is 1013"),
        ("process id: 99999 is nobody's", "process id: 10001 is nobody's"),
        ("slow_add(4711000, 2) gave 147110", "slow_add(4711000, 2) gave 147110"),
        ('the master printed "1013 is the result"', 'the master printed "1013 is the result"'),
        ("<ApplyResult object at 0x7fcb00b07990> not ready", "<ApplyResult object> not ready"),
    ],
    ids=["the same twice", "two", "an index, a result", "where a PID stands", "part of a number", "quoted", "address"],
)
def test_pids_are_numbered_in_their_order(text: str, expected: str) -> None:
    """Known PIDs, and what stands where one does, get new numbers; all other numbers stay."""
    check = Check("test", "claim", FAILED, 0, 1, seen=text)
    renumber(check, {4711, 52011})
    assert check.seen == expected


def test_the_same_process_has_one_number_in_a_message() -> None:
    """What was expected and what was seen name a process by the same number."""
    check = Check("test", "claim", FAILED, 0, 1, "PID 4711", 'it printed "PID 4712", not 4711')
    renumber(check, {4711})
    assert (check.expected, check.seen) == ("PID 10001", 'it printed "PID 10002", not 10001')
