"""What the tests of the recording layer share."""

from __future__ import annotations

import textwrap
from pathlib import Path

from hypothesis import HealthCheck, settings

from grader.recording.channel import Peer
from grader.recording.recording import Call, Ending, Recording

# Properties are tried on the same examples in every run, and as long as that takes on a busy machine.
steady = settings(
    derandomize=True, database=None, deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)


class Line:
    """Stands for the socket of a peer: keeps what it is sent."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []

    def sendall(self, data: bytes) -> None:
        self.sent.append(data)


def peer(pid: int, *, main: bool = True) -> Peer:
    """Return a thread of a process that does not exist."""
    line: object = Line()
    return Peer(line, pid, pid, main, greeted=True)  # type: ignore[arg-type]


def new_recording(**fields: object) -> Recording:
    """Return the recording of a run in which nothing has happened yet."""
    new = {"script": "script.py", "argv": [], "clock": "virtual", "start_method": "fork", "ending": Ending("unable")}
    return Recording(**{**new, **fields})  # type: ignore[arg-type]


def submission(job: int, **changes: object) -> dict[str, object]:
    """Return the fields of the event that a call was submitted, as the recorder sends it."""
    call = {"pool": 0, "how": "apply_async", "function": "slow_add", "callable": True, "args": [1, 6, 7], "tasks": 1}
    return {"job": job, **call, **changes}


def turns_until(microseconds: int) -> list[int]:
    """Return the times at which a busy loop that reads the clock goes round: a turn is a tenth of the loop, or 1 ms."""
    times = [0]
    while times[-1] < microseconds:
        times.append(times[-1] + max(1000, times[-1] // 10))
    return times


def write(folder: Path, source: str, name: str = "script.py") -> Path:
    """Write a script; its indentation is that of its first line."""
    path = folder / name
    path.write_text(textwrap.dedent(source).lstrip("\n"), "utf-8")
    return path


def life(call: Call) -> tuple[float | None, ...]:
    """Return when a call was submitted, started, ended and resolved."""
    return call.submitted, call.started, call.ended, call.resolved


def printed(recording: Recording, stream: str = "stdout") -> list[str]:
    """Return the lines of a stream."""
    return [line.text for line in recording.lines if line.stream == stream]


def is_alive(pid: int) -> bool:
    """Tell whether a process exists and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in ("Z", "X")
    except OSError:
        return False


def descendants(pid: int) -> list[int]:
    """Return all processes below one, whatever they are."""
    try:
        children = [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):  # it has ended meanwhile
        return []
    return children + [each for child in children for each in descendants(child)]
