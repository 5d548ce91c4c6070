"""What `time` and the processor count become for the student's code.

The standard library's own clocks and sleeps stay real (its waits would loop for ever otherwise), so each reading
looks at who asks: a library function that names the clock in its own code gets the real one. One that was merely
handed `time.sleep` to call, as `pool.map(time.sleep, [1, 1])` does, acts for the student.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from types import CodeType
from typing import Any

from grader.recording.inside.wire import Wire

MICROSECOND = 1_000_000
_LIBRARY = os.path.dirname(os.__file__) + os.sep
_PACKAGES = (os.path.join(_LIBRARY, "site-packages"), os.path.join(_LIBRARY, "dist-packages"))
_TAKES_FLOATS = sys.version_info >= (3, 15)  # whatever has __float__; before, a float or a whole number
_BOOTED = 2**20 * MICROSECOND  # so large that whole seconds, added to a reading, are not rounded
_FREE_SPINS = 8  # turns of a loop that costs no time, before it has to wait for somebody else
CORES = 4  # what `os.cpu_count()` says in a recorded run, on every machine

_real = {name: getattr(time, name) for name in ("sleep", "time", "monotonic", "perf_counter")}
_real |= {f"{name}_ns": getattr(time, f"{name}_ns") for name in ("time", "monotonic", "perf_counter")}
_asked_by_library: dict[tuple[CodeType, str], bool] = {}


class Turns(threading.local):
    """How often this thread went round without letting time pass, and whether it looked at the clock."""

    def __init__(self) -> None:
        self.count: dict[Any, int] = {}
        self.reads = 0

    def clear(self) -> None:
        self.count.clear()
        self.reads = 0


class VirtualTime:
    """Sleeping and the clocks on the grader's virtual time, which the grader holds in microseconds."""

    def __init__(self, wire: Wire, epoch: float) -> None:
        self._wire = wire
        self._start = {"time": round(epoch * MICROSECOND), "monotonic": _BOOTED, "perf_counter": _BOOTED}
        self._latest = -1
        self._ahead = 0
        self._turns = Turns()

    def sleep(self, seconds: float) -> None:
        if seconds == 0:
            self._turns.reads += 1  # sleep(0) gives way to others, but waits for nobody: it costs a little time
            self.spin("sleep")
        else:
            self._wire.ask("sleep", s=seconds)
            self._turns.clear()

    def spin(self, what: Any) -> None:
        """Count a turn of a loop that lets no time pass; after a few, wait until somebody else has acted."""
        count = self._turns.count.get(what, 0) + 1
        self._turns.count[what] = count
        if count > _FREE_SPINS:
            self._wire.ask("spin", reads=self._turns.reads > 0)
            self._turns.clear()

    def blocked(self) -> None:
        """Note that time may have passed for this thread: its loop starts anew."""
        self._turns.clear()

    def read(self, clock: str) -> int:
        """Return the reading of a clock in microseconds; two are never the same, nor closer than what was slept."""
        self._turns.reads += 1
        now: int = self._wire.ask("clock")["now"]
        self._ahead = max(self._ahead, self._latest + 1 - now)
        self._latest = now + self._ahead
        return self._start[clock] + self._latest


class RealTime:
    """Sleeping for real, told to the grader; the clocks are the machine's own."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def sleep(self, seconds: float) -> None:
        self._wire.tell("sleep", s=seconds)
        _real["sleep"](seconds)
        self._wire.tell("woke", s=seconds)

    def spin(self, what: Any) -> None:
        """Let the loop turn: real time passes by itself."""

    def blocked(self) -> None:
        """Real time needs no note of it."""


def install(clock: VirtualTime | RealTime) -> None:
    """Put the student's view of sleeping, of the clocks and of the number of processors in place."""
    _replace(time, "sleep", _sleep_of(clock))
    if isinstance(clock, VirtualTime):
        for name in ("time", "monotonic", "perf_counter"):
            _replace(time, name, _clock_of(clock, name, name, lambda reading: reading / MICROSECOND))
            _replace(time, f"{name}_ns", _clock_of(clock, name, f"{name}_ns", lambda reading: reading * 1000))
    for name in ("cpu_count", "process_cpu_count"):
        if hasattr(os, name):
            _replace(os, name, lambda: CORES)
    if hasattr(os, "sched_getaffinity"):
        _replace(os, "sched_getaffinity", lambda pid: set(range(CORES)))


def _sleep_of(clock: VirtualTime | RealTime) -> Callable[[Any], None]:
    def sleep(seconds: Any, /) -> None:
        if _belongs_to_library(sys._getframe(1).f_code, "sleep"):
            _real["sleep"](seconds)
            return
        is_number = isinstance(seconds, float) or hasattr(seconds, "__index__")
        if not is_number and not (_TAKES_FLOATS and hasattr(seconds, "__float__")):
            _real["sleep"](seconds)  # raises what the real one raises
        length = float(seconds)
        if not 0 <= length < threading.TIMEOUT_MAX:
            _real["sleep"](seconds)  # negative, not a number or too long: likewise
        clock.sleep(length)

    return sleep


def _clock_of(clock: VirtualTime, kind: str, name: str, unit: Callable[[int], Any]) -> Callable[[], Any]:
    def read() -> Any:
        if _belongs_to_library(sys._getframe(1).f_code, name):
            return _real[name]()
        return unit(clock.read(kind))

    return read


def _belongs_to_library(code: CodeType, name: str) -> bool:
    key = (code, name)
    answer = _asked_by_library.get(key)
    if answer is None:
        answer = name in code.co_names and is_library(code.co_filename)
        _asked_by_library[key] = answer
    return answer


def is_library(filename: str) -> bool:
    """Tell whether a file belongs to the standard library, or to the recorder itself."""
    if filename.startswith(_PACKAGES):
        return False
    return filename.startswith((_LIBRARY, "<frozen", os.path.dirname(__file__)))


def _replace(module: Any, name: str, substitute: Any) -> None:
    """Put `substitute` in the place of `module.name`, under the same name so that it pickles by reference."""
    substitute.__name__ = substitute.__qualname__ = name
    substitute.__module__ = module.__name__
    setattr(module, name, substitute)
