"""What `time` becomes for the student's code: whose code is the library's, and what a clock and a sleep do."""

from __future__ import annotations

import json
import os
import sys
import time

import pytest

from grader.recording.inside import shim
from grader.recording.inside.shim import RealTime, VirtualTime, is_library
from grader.recording.processes import kernel_can_tell

from .helpers import printed

needs_kernel = pytest.mark.skipif(not kernel_can_tell(), reason="the virtual clock needs /proc")
LIBRARY = os.path.dirname(os.__file__)
FILES = [
    (os.__file__, True),
    (os.path.join(LIBRARY, "multiprocessing", "pool.py"), True),
    ("<frozen runpy>", True),
    (shim.__file__, True),
    (os.path.join(LIBRARY, "site-packages", "numpy", "core.py"), False),
    (os.path.join(LIBRARY, "dist-packages", "numpy", "core.py"), False),
    (pytest.__file__, False),
    (__file__, False),
    ("/home/student/future.py", False),
    ("<string>", False),
    ("<stdin>", False),
    ("", False),
    (LIBRARY + "-of-my-own/future.py", False),
]


@pytest.mark.parametrize(("file", "answer"), FILES)
def test_a_file_belongs_to_the_library(file, answer):
    """The standard library, what is frozen into the interpreter, and the recorder; not what was installed besides."""
    assert is_library(file) is answer


class FakeWire:
    """Stands for the line to the grader: keeps what was asked, and answers with the time that the test sets."""

    def __init__(self) -> None:
        self.said: list[tuple[str, dict[str, object]]] = []
        self.now = 0

    def ask(self, event: str, **fields: object) -> dict[str, object]:
        self.said.append((event, fields))
        return {"now": self.now}

    tell = ask


@pytest.fixture
def wire() -> FakeWire:
    return FakeWire()


@pytest.fixture
def clock(wire) -> VirtualTime:
    return VirtualTime(wire, epoch=1_700_000_000.0)


def test_each_clock_has_its_own_start(clock, wire):
    """`time` counts from 1970, the others from twelve days before the run; all of them in microseconds."""
    wire.now = 2_000_000
    readings = [clock.read(name) for name in ("time", "monotonic", "perf_counter")]
    assert readings == [1_700_000_002_000_000, 1_048_578_000_001, 1_048_578_000_002]


def test_no_reading_is_repeated(clock, wire):
    """`n / (t1 - t0)` divides by zero for nobody: each reading is a microsecond later, also when time passes."""
    assert [clock.read("monotonic") - 1_048_576_000_000 for _ in range(4)] == [0, 1, 2, 3]
    wire.now = 4
    assert clock.read("monotonic") - 1_048_576_000_000 == 7
    wire.now = 1000
    assert clock.read("monotonic") - 1_048_576_000_000 == 1003


def test_what_was_slept_has_passed_on_every_clock(clock, wire):
    """A script that sleeps a second at a time until `start + n` does not sleep once more."""
    for name in ("time", "monotonic", "perf_counter"):
        for _ in range(3):
            clock.read(name)
        end = clock.read(name) / 1_000_000 + 3
        wire.now += 3_000_000
        assert clock.read(name) / 1_000_000 >= end


def test_a_sleep_asks_the_grader(clock, wire):
    """With the seconds as they were given."""
    clock.sleep(1.5)
    assert wire.said == [("sleep", {"s": 1.5})]


def test_eight_turns_of_a_loop_are_free(clock, wire):
    """The ninth question to the same future has to wait, and then eight more are free."""
    for _ in range(8):
        clock.spin(0)
    assert wire.said == []
    clock.spin(0)
    assert wire.said == [("spin", {"reads": False})]
    for _ in range(8):
        clock.spin(0)
    assert len(wire.said) == 1


def test_futures_are_asked_each_by_itself(clock, wire):
    """A round of questions to many futures is one turn."""
    for _ in range(8):
        for future in range(20):
            clock.spin(future)
    assert wire.said == []


@pytest.mark.parametrize("pass_time", [lambda clock: clock.sleep(1), lambda clock: clock.blocked()])
def test_turns_count_anew_when_time_has_passed(clock, wire, pass_time):
    """A loop that sleeps or waits between two questions never has to pay."""
    for _ in range(20):
        clock.spin(0)
        pass_time(clock)
    assert "spin" not in [event for event, _ in wire.said]


def test_a_loop_that_looks_at_the_clock_says_so(clock, wire):
    """The grader lets time pass for such a loop, so that its limit is reached."""
    clock.read("time")
    for _ in range(9):
        clock.spin(0)
    assert wire.said[-1] == ("spin", {"reads": True})


def test_a_sleep_of_nothing_is_a_turn(clock, wire):
    """`sleep(0)` gives way to others, and costs a little time when it is repeated."""
    for _ in range(8):
        clock.sleep(0)
    assert wire.said == []
    clock.sleep(0)
    assert wire.said == [("spin", {"reads": True})]


def test_a_real_sleep_is_told_before_and_after(wire, monkeypatch):
    """On the real clock the machine sleeps, and the grader hears when it began and ended."""
    monkeypatch.setitem(shim._real, "sleep", lambda seconds: wire.said.append(("really", {"s": seconds})))
    RealTime(wire).sleep(1.5)
    assert wire.said == [("sleep", {"s": 1.5}), ("really", {"s": 1.5}), ("woke", {"s": 1.5})]


# in a recorded run ---------------------------------------------------------------------------------------------

SLEEPS = """
    import json, time
    from decimal import Decimal
    from fractions import Fraction

    class Index:
        def __index__(self):
            return 1

    class Float:
        def __float__(self):
            return 1.0

    for argument in {}:
        before = time.monotonic()
        try:
            time.sleep(argument)
            print(json.dumps(["slept", round(time.monotonic() - before, 3)]))
        except Exception as error:
            print(json.dumps([type(error).__name__, str(error)]))
"""


def outcomes(recording) -> list[list[object]]:
    return [json.loads(line) for line in printed(recording)]


@needs_kernel
def test_a_sleep_takes_what_the_real_one_takes(record):
    """Whole numbers, floats and what stands for a whole number."""
    recording = record(SLEEPS.format("(2, 0.25, True, Index(), 1e-7)"))
    assert outcomes(recording) == [["slept", 2.0], ["slept", 0.25], ["slept", 1.0], ["slept", 1.0], ["slept", 0.0]]


REFUSED = [-1, -0.5, "1", None, [], 1j, float("nan"), float("inf"), 1e300, 10**30]


@needs_kernel
def test_a_sleep_refuses_what_the_real_one_refuses(record):
    """With the very same exception and message."""
    expected = []
    for argument in REFUSED:
        with pytest.raises((TypeError, ValueError, OverflowError)) as caught:
            time.sleep(argument)
        expected.append([caught.type.__name__, str(caught.value)])
    arguments = repr(REFUSED).replace("nan", "float('nan')").replace("inf", "float('inf')")
    recording = record(SLEEPS.format(arguments))
    assert outcomes(recording) == expected
    assert recording.sleeps == []


@needs_kernel
@pytest.mark.skipif(sys.version_info >= (3, 15), reason="from Python 3.15 on these are numbers of seconds")
@pytest.mark.parametrize("argument", ["Fraction(1, 2)", "Decimal(1)", "Float()"])
def test_a_sleep_refuses_numbers_that_the_real_one_does_not_know(record, argument):
    """Before Python 3.15 a fraction is no number of seconds: the script fails on the student's machine, too."""
    assert outcomes(record(SLEEPS.format(f"({argument},)")))[0][0] == "TypeError"
