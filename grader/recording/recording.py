"""The recording: what one run of a script did, as data. Times are in seconds since the start of the run.

It knows no exercise and judges nothing. `Recording.to_json` and `from_json` are inverse; `grader.recording.text`
prints one. Values of the student's program are in the form that `grader.recording.inside.values.encode` gives.
"""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from dataclasses import dataclass, field
from typing import Any

SCHEMA = "recording/v1"
_PATH = re.compile(r"(?:/[^\s/'\"():]+)+/([^\s/'\"():]+)")  # of a file; its name is all that a reader needs


@dataclass
class Error:
    """An exception: its type, the names of its base classes (itself first), its message, the student's line."""

    type: str
    bases: list[str]
    message: str
    line: int | None = None
    column: int | None = None
    text: str | None = None  # the offending source line, for a syntax error

    def __str__(self) -> str:
        return _PATH.sub(r"\1", f"{self.type}: {self.message}") if self.message else self.type


@dataclass
class Question:
    """One question to a future: `ready`, `wait`, `get` or `successful`, and what came of it."""

    what: str
    asked: float
    answered: float | None = None  # None: the question was never answered
    answer: bool | None = None  # of ready and successful
    raised: str | None = None  # the type of the exception that it raised
    timeout: Any = None  # of wait and get, in seconds


@dataclass
class Call:
    """One call that was handed to a pool, with the whole life of its future."""

    master: int  # pid of the process that made the pool
    job: int
    pool: int | None
    how: str | None  # the method of Pool that submitted it; None when only its start was seen
    function: str | None
    args: Any  # a list, in the order of the function's parameters; None for map and its kin
    callable: bool = True  # False: what was submitted is no function
    tasks: int | None = 1  # None: not known in advance (imap)
    submitted: float | None = None
    started: float | None = None
    ended: float | None = None
    resolved: float | None = None
    worker: int | None = None
    slept: float = 0.0  # seconds that it asked to sleep in its worker
    waited: bool = False  # it waited for a lock or another process in between
    value: Any = None  # what its future holds: the value, or
    error: Error | None = None  # the exception
    questions: list[Question] = field(default_factory=list)
    lost: bool = False  # nobody will ever resolve it: its worker died, or the pool's own thread did

    def asked(self, *what: str) -> list[Question]:
        """Return the questions of these kinds, in the order in which they were asked."""
        return [question for question in self.questions if question.what in what]


PoolKey = tuple[int, int | None]  # a pool's master, and its number there; None for a pool that nobody knows


@dataclass
class Pool:
    """One pool: its size is the number of workers that it keeps alive, not the number of pids seen."""

    number: int
    master: int
    size: int
    kind: str  # "process" or "thread"
    method: str | None  # fork, spawn or forkserver
    made: float
    workers: list[int] = field(default_factory=list)
    terminated: float | None = None
    processes: int | None = None  # of the whole run, the most that the kernel knew while a call of this pool slept


@dataclass
class Line:
    """One line of output: its text without the line's end, who wrote it (None: nobody who was recorded), when."""

    stream: str  # "stdout" or "stderr"
    text: str
    pid: int | None
    at: float
    order: int = 0  # its place among all lines of the run


@dataclass
class Sleep:
    """One sleep: in which process, in its main thread or not, inside which call (its job), from when to when."""

    pid: int
    main: bool
    job: int | None
    seconds: float
    start: float
    end: float | None = None


@dataclass
class Ending:
    """How the run ended.

    `how` is one of: exited (with `status`, negative for a signal), hung (everybody waits for ever), endless (still
    running at the limit of virtual time), respawning (each new worker dies before it begins a call), time, cpu,
    memory, processes, output, files, events (a limit was reached, and the run stopped), tampered (the recorder was
    sent what no honest run sends), unable (the grader itself could not run it; `reason` says why).
    """

    how: str
    status: int | None = None
    reason: str | None = None


@dataclass
class Recording:
    """What one run of a script did."""

    script: str
    argv: list[str]
    clock: str  # "virtual" or "real"
    start_method: str
    ending: Ending
    master: int | None = None  # pid of the script's own process
    elapsed: float = 0.0
    lines: list[Line] = field(default_factory=list)
    pools: list[Pool] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)  # in the order of their submission
    sleeps: list[Sleep] = field(default_factory=list)
    uncaught: Error | None = None  # the exception that ended the main part
    left_running: list[str] = field(default_factory=list)  # names of processes that outlived the script
    output_cut: dict[str, int] = field(default_factory=dict)  # stream -> bytes that were left out
    jumps: dict[str, int] = field(default_factory=dict)  # how sure -> how many
    spins: int = 0  # turns of a polling loop that let no time pass, and so had to be held up
    lateness: float = 0.0  # on the real clock: the most by which a sleep overran, in seconds
    changed: bool = False  # the recorder changed what the calls returned

    @property
    def finished(self) -> bool:
        """The script ended by itself, whatever its exit status."""
        return self.ending.how == "exited"

    @property
    def succeeded(self) -> bool:
        """The script ended by itself with exit status 0."""
        return self.finished and self.ending.status == 0

    @property
    def in_doubt(self) -> bool:
        """A jump of the clock was not sure: what speaks against the student must be confirmed.

        A run that a limit has stopped is not: no clock makes it stay within the limit.
        """
        if self.ending.how not in ("exited", "hung", "endless"):
            return False
        return any(count for how, count in self.jumps.items() if how != "sure")

    def pids(self) -> set[int]:
        """Return the PIDs of the processes that took part."""
        workers = [pid for pool in self.pools for pid in pool.workers] + [call.worker for call in self.calls]
        others = [self.master, *(line.pid for line in self.lines), *(sleep.pid for sleep in self.sleeps)]
        return {pid for pid in (*workers, *others) if pid is not None}

    def output(self, stream: str = "stdout") -> str:
        """Return the text of a stream."""
        return "".join(f"{line.text}\n" for line in self.lines if line.stream == stream)

    def to_json(self) -> dict[str, Any]:
        """Return the recording as JSON data."""
        return {"schema": SCHEMA, **dataclasses.asdict(self)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Recording:
        """Read what `to_json` gave; ValueError when it is of another schema."""
        if data.get("schema") != SCHEMA:
            raise ValueError(f"expected a recording of schema {SCHEMA!r}, not {data.get('schema')!r}")
        recording: Recording = _build(cls, {key: value for key, value in data.items() if key != "schema"})
        return recording


def _build(kind: Any, data: Any) -> Any:
    """Make a value of the annotated type `kind` out of JSON data."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return None if data is None else _build(arguments[0], data)
    if origin is list:
        return [_build(arguments[0], member) for member in data]
    if not dataclasses.is_dataclass(kind):
        return data
    hints = typing.get_type_hints(kind)
    make: Any = kind
    return make(**{name: _build(hints[name], value) for name, value in data.items()})
