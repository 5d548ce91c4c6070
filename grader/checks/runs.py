"""The runs of a script as checks see them: whether they can be judged, how they ended, in words for a message."""

from __future__ import annotations

import errno
import math
import re

from grader.claims import cannot_tell, expect, not_checked
from grader.recording.recording import Error, Recording
from grader.recording.runner import Change
from grader.recording.script import Script

EXACT = 0.01  # seconds within which times on the virtual clock are the same (readings of a clock cost microseconds)
_REAL = 0.4  # seconds within which times on the real clock are; what the checks tell apart differs by a second or more
_AT_A_LIMIT = re.compile(rf"\[Errno ({errno.EAGAIN}|{errno.ENOMEM}|{errno.ENFILE}|{errno.ENOSPC})\]")
_TOO_BUSY = 0.2  # seconds by which a real sleep may overrun before the machine is too busy to judge


def run(script: Script, *argv: str, change: Change = None) -> Recording:
    """Return the recording of a run that can be judged; one that never came about is not checked."""
    recording = script.run(*argv, change=change)
    require_a_verdict(recording)
    if recording.uncaught is not None and script.imported(*argv).recording.uncaught is not None:
        not_checked(f"importing the file stops with {describe(recording.uncaught)}")
    return recording


def require_a_verdict(recording: Recording) -> None:
    """Leave the claim open where the grader itself could not tell."""
    if recording.ending.how == "unable":
        cannot_tell(f"this machine cannot tell: {recording.ending.reason}")
    if recording.clock == "real" and recording.lateness > _TOO_BUSY:
        late = seconds(recording.lateness)
        cannot_tell(f"this machine is too busy: a sleep took {late} longer than it should; run the checks again")
    for error in (recording.uncaught, *(call.error for call in recording.calls)):
        require_room(error)


def require_room(error: Error | None) -> None:
    """Leave the claim open where the student's process failed at a limit of the machine, and not at one of ours."""
    if error is not None and "OSError" in error.bases and _AT_A_LIMIT.match(error.message):
        cannot_tell(f"this machine cannot tell: it has reached a limit of its own: {error}")


def require_honesty(recording: Recording) -> None:
    """Let no claim hold that rests on a recording which was tampered with."""
    expect(
        recording.ending.how != "tampered",
        f"a recording of {command(recording)} that only the grader's own recorder has made",
        f"not valid: the recording was tampered with ({recording.ending.reason})",
        _HINTS_FOR_ENDINGS["tampered"],
    )


def tolerance(recording: Recording, shortest: float = math.inf) -> float:
    """Return within how many seconds two times of a recording count as the same.

    On the virtual clock these are a tenth of the shortest call at most, however short the calls are.
    """
    return min(EXACT, shortest / 10) if recording.clock == "virtual" else _REAL


def seconds(time: float, recording: Recording | None = None) -> str:
    """Return a time for a message, without needless zeros: "1 s", "2.5 s".

    A time that was measured in a recording of the real clock is told to the half second, so that a message is the same
    whenever the script is graded again; others to the hundredth.
    """
    is_measured = recording is not None and recording.clock == "real"
    return f"{round(2 * time) / 2 if is_measured else round(time, 2):g} s"


def command(recording: Recording) -> str:
    """Return what was run, as the student would type it."""
    return " ".join(["python", recording.script, *recording.argv])


def describe(error: Error) -> str:
    """Return an exception for a message: type, text, and the student's line where it came from."""
    line = f" (line {error.line})" if error.line else ""
    return f"{error}{line}"


_STOPPED = {
    "hung": "never ended: every process of it was waiting for ever",
    "endless": "was still running after {reason} of its own time",
    "respawning": "never ended: each new worker died before it could begin a call, and the pool started another",
    "time": "was stopped after {reason} of real time",
    "cpu": "was stopped: it used {reason} without ever sleeping or finishing a call",
    "memory": "was stopped: it used more than {reason} of memory",
    "processes": "was stopped: it had more than {reason}",
    "output": "was stopped: it wrote more than {reason}",
    "files": "was stopped: it kept more than {reason}",
    "events": "was stopped: it printed lines, made calls and asked futures without end, more than {reason}",
    "tampered": "was stopped: the recording was tampered with ({reason})",
}

_SIGNALS = {-6: "SIGABRT", -9: "SIGKILL", -11: "SIGSEGV", -15: "SIGTERM", -25: "SIGXFSZ"}


def how_it_ended(recording: Recording) -> str:
    """Return how a run ended, as the end of a sentence that begins with its command."""
    ending, error = recording.ending, recording.uncaught
    if ending.how != "exited":
        return _STOPPED[ending.how].format(reason=ending.reason)
    if error is not None:
        return f"stopped with {describe(error)}"
    if ending.status is not None and ending.status < 0:
        return f"was killed by {_SIGNALS.get(ending.status, f'signal {-ending.status}')}"
    return f"ended with exit status {ending.status}"


_HINTS_FOR_ENDINGS = {
    "hung": "what does it wait for? A lock that is held already, or a queue that nobody fills, never lets go",
    "endless": "what should end this loop? A future that was not resolved while its pool lived never becomes ready",
    "respawning": 'under spawn each worker imports your file: protect the main part with if __name__ == "__main__":',
    "cpu": "look for a loop that never ends",
    "output": "look for a loop that prints and never ends",
    "files": "look for a loop that writes files and never ends",
    "events": "look for a loop that never ends",
    "time": "look for a wait that never ends",
    "memory": "look for a list or a text that grows without end",
    "processes": "start one pool, once, under the main guard",
    "tampered": "leave the library as it is: the script alone decides the points",
}


def _hint_for_a_loop_behind_the_calls(recording: Recording) -> str:
    """Return a hint for a run that did not end although every call had."""
    if not recording.calls:
        return "what should end this loop?"
    over = max(each.resolved or 0.0 for each in recording.calls)
    known = all(any(question.answer for question in each.asked("ready")) for each in recording.calls)
    what = "every future has been ready" if known else "all calls have been over"
    return f"{what} since {seconds(over, recording)}, and the loop goes on: what ends it?"


def hint_for_ending(recording: Recording, otherwise: str) -> str:
    """Return a hint for a run that did not end well, or `otherwise` for one that did."""
    waits = [
        question for each in recording.calls for question in each.asked("get", "wait") if question.answered is None
    ]
    if recording.ending.how == "hung" and waits:
        return (
            f"{waits[-1].what}() waits for ever when its future can no longer be resolved: "
            "did the pool end, or a worker die, before the call had ended?"
        )
    if recording.ending.how == "endless" and all(each.resolved is not None for each in recording.calls):
        return _hint_for_a_loop_behind_the_calls(recording)
    if recording.ending.how != "exited":
        return _HINTS_FOR_ENDINGS[recording.ending.how]
    if recording.uncaught is not None:
        return "run the script by hand and read the last lines of the traceback: they name the line and the reason"
    if recording.ending.status != 0:
        return "a script that has done its work ends with exit status 0: look for sys.exit() or os._exit()"
    return otherwise
