"""Judgements that more than one exercise needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import hypothesis

from grader.checks.facts import lines_of, names_pid, numbers, quote, show
from grader.claims import Bar, Picture, Unmet, expect, not_checked
from grader.recording.recording import Call, Ending, Error, Recording
from grader.recording.runner import Functions, Returned
from grader.recording.script import Script

# How Hypothesis draws: the same arguments on every machine, few of them (each is a call in another process), and the
# smallest that fails. Nothing is remembered between gradings. The phase that explains a failure is left out: it calls
# the function hundreds of times for a comment that our messages do not show.
PROPERTY = hypothesis.settings(
    max_examples=15,
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate, hypothesis.Phase.shrink],
    deadline=None,
    database=None,
    derandomize=True,
    report_multiple_bugs=False,
    suppress_health_check=list(hypothesis.HealthCheck),
)

_EXACT = 0.01  # seconds within which times on the virtual clock are the same (readings of a clock cost microseconds)
_REAL = 0.4  # seconds within which times on the real clock are; what the checks tell apart differs by a second or more
_TOO_BUSY = 0.2  # seconds by which a real sleep may overrun before the machine is too busy to judge


def tolerance(recording: Recording) -> float:
    """Return within how many seconds two times of a recording count as the same."""
    return _EXACT if recording.clock == "virtual" else _REAL


def seconds(time: float) -> str:
    """Return a time for a message, to the hundredth and without needless zeros: "1 s", "2.5 s"."""
    return f"{round(time, 2):g} s"


# how a run ended ------------------------------------------------------------------------------------------------

_STOPPED = {
    "hung": "never ended: every process of it was waiting for ever",
    "endless": "was still running after {reason}",
    "respawning": "never ended: each new worker died before it could begin a call, and the pool started another",
    "time": "was stopped after {reason} of real time",
    "cpu": "was stopped: it used {reason} without ever sleeping or finishing a call",
    "memory": "was stopped: it used more than {reason} of memory",
    "processes": "was stopped: it had more than {reason}",
    "output": "was stopped: it wrote more than {reason}",
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


def describe(error: Error) -> str:
    """Return an exception for a message: type, text, and the student's line where it came from."""
    line = f" (line {error.line})" if error.line else ""
    return f"{error}{line}"


def command(recording: Recording) -> str:
    """Return what was run, as the student would type it."""
    return " ".join(["python", recording.script, *recording.argv])


_HINTS_FOR_ENDINGS = {
    "hung": "what does it wait for? A lock that is held already, or a queue that nobody fills, never lets go",
    "endless": "what should end this loop? A future that was not resolved while its pool lived never becomes ready",
    "respawning": 'under spawn each worker imports your file: protect the main part with if __name__ == "__main__":',
    "cpu": "look for a loop that never ends",
    "output": "look for a loop that prints and never ends",
    "time": "look for a wait that never ends",
    "memory": "look for a list or a text that grows without end",
    "processes": "start one pool, once, under the main guard",
    "tampered": "leave the library as it is: the script alone decides the points",
}
_HINTS_FOR_ERRORS = {
    "NameError": "the name is not defined where it is used: is it spelt right, and imported?",
    "AttributeError": "look at the name after the dot: it is no attribute of that object",
    "ModuleNotFoundError": "this module cannot be imported here: the standard library is all that is needed",
    "EOFError": "the script must not ask for input: there is nobody to answer",
    "IndexError": "how many members does the list have? Indices count from 0",
    "UnboundLocalError": "the variable has no value yet on this way through the function",
}


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
    if recording.ending.how != "exited":
        return _HINTS_FOR_ENDINGS[recording.ending.how]
    if recording.uncaught is not None:
        text = "run the script by hand and read the last lines of the traceback: they name the line and the reason"
        return _HINTS_FOR_ERRORS.get(recording.uncaught.type, text)
    if recording.ending.status != 0:
        return "a script that has done its work ends with exit status 0: look for sys.exit() or os._exit()"
    return otherwise


# the runs of a script -------------------------------------------------------------------------------------------


def run(script: Script, *argv: str, change_results: bool = False) -> Recording:
    """Return the recording of a run that can be judged; one that never came about is not checked."""
    recording = script.run(*argv, change_results=change_results)
    require_a_verdict(recording)
    if recording.uncaught is not None and script.imported(*argv).recording.uncaught is not None:
        not_checked(f"importing the file stops with {describe(recording.uncaught)}")
    return recording


def require_a_verdict(recording: Recording) -> None:
    """Leave the claim open where the grader itself could not tell."""
    if recording.ending.how == "unable":
        not_checked(f"this machine cannot tell: {recording.ending.reason}")
    if recording.clock == "real" and recording.lateness > _TOO_BUSY:
        late = seconds(recording.lateness)
        not_checked(f"this machine is too busy: a sleep took {late} longer than it should; run the checks again")


# functions ------------------------------------------------------------------------------------------------------


def call(script: Script, function: str, *args: Any, argv: Sequence[str] = ()) -> Returned:
    """Call a function of the student's with these arguments; one that cannot be called is told as it is."""
    returned = script.call(function, *args, argv=argv)
    imported = script.imported(*argv)
    uncaught = imported.recording.uncaught
    if returned.missing:
        if uncaught is not None:
            not_checked(f"importing the file stops with {describe(uncaught)}")
        raise Unmet(
            f"a function {function}",
            "the file defines no such function",
            f"define {function} with def at the top of the file",
        )
    if returned.ending is not None:
        _complain_of_no_return(script, returned, imported)
    return returned


def _complain_of_no_return(script: Script, returned: Returned, imported: Functions) -> None:
    ended = Recording(script.name, [], "virtual", "", returned.ending or Ending("exited"))
    require_a_verdict(ended)
    what = "ended its whole process" if ended.finished else how_it_ended(ended)
    if imported.importing_ended:
        not_checked(f"importing the file {what}" if ended.finished else f"importing the file: it {what}")
    raise Unmet(f"{said_of(returned)} to return", f"it {what}", "call the function by hand and see what it does")


def said_of(returned: Returned) -> str:
    """Return the call as the student would write it."""
    return written(returned.function, returned.args)


def expect_value(returned: Returned, value: Any, hint: str) -> None:
    """Expect that a call returned this value."""
    said = said_of(returned)
    if returned.error is not None:
        error = returned.error
        raise Unmet(
            f"{said} to return {value!r}",
            f"it raised {describe(error)}",
            _HINTS_FOR_ERRORS.get(error.type, "read the message: what does it say about this line?"),
            line=error.line,
        )
    expect(
        returned.value == value and not isinstance(returned.value, (bool, dict)),
        f"{said} to return {value!r}",
        f"{said} returned {show(returned.value)}, expected {value!r}",
        hint,
    )


def expect_slept(returned: Returned, nsecs: int) -> None:
    """Expect that a call slept for `nsecs` seconds with time.sleep, in one go or in steps."""
    said = said_of(returned)
    if abs(returned.slept - nsecs) > _EXACT:
        seen = f"{said} slept for {seconds(returned.slept)}" if returned.slept else f"{said} did not sleep"
        raise Unmet(f"{said} to sleep for {nsecs} s", seen, "call time.sleep(nsecs) in the function")


def expect_says_who_sleeps(returned: Returned) -> None:
    """Expect that a function printed its process's PID before it slept, with the seconds, and after."""
    said = said_of(returned)
    if returned.error is not None:
        not_checked(f"{said} raises {describe(returned.error)}")
    pid, nsecs = returned.pid, returned.args[0]
    before, after = _before_and_after(returned)
    hint = "print os.getpid() in the function itself: one line before time.sleep, one after it"
    expected = f'"Process {pid} going to sleep for {nsecs} second(s)"'
    seen = f"before it slept, {said} printed {quote(before)}"
    expect(any(names_pid(text, pid) for text in before), expected, seen, hint)
    said_seconds = {number.value for text in before for number in numbers(text)}
    expect(said_seconds & {nsecs, returned.slept}, expected, f"{seen}, which does not say for how long", hint)
    expect(
        any(names_pid(text, pid) for text in after),
        f'"Process {pid} waking up"',
        f"after it had slept, {said} printed {quote(after)}",
        hint,
    )


def _before_and_after(returned: Returned) -> tuple[list[str], list[str]]:
    """Return what was printed before a function slept, and after; without sleep, the first line and the others."""
    lines = list(returned.lines)
    if not returned.slept:
        return [line.text for line in lines[:1]], [line.text for line in lines[1:]]
    middle = returned.began + returned.elapsed / 2
    return ([line.text for line in lines if line.at < middle], [line.text for line in lines if line.at >= middle])


def expect_workers_name_themselves(recording: Recording, *functions: str) -> None:
    """Expect that the messages that these functions print in their workers name the worker's own PID."""
    for each in recording.calls:
        if each.function not in functions or not each.slept or each.ended is None or each.worker == recording.master:
            continue
        assert each.worker is not None  # it has slept
        lines = [line for line in lines_of(recording, each.worker) if line.pid == each.worker]
        expect(
            any(names_pid(line.text, each.worker) for line in lines),
            f'"Process {each.worker} going to sleep ..." from the worker with PID {each.worker}',
            f"that worker printed {quote(lines)}",
            "ask os.getpid() in the function, when it runs: at the top of the file it is the master that asks",
        )


# claims that all exercises share --------------------------------------------------------------------------------


def expect_import_runs_nothing(script: Script) -> None:
    """Expect that importing the file gives no output, process, sleep or error, and needs no argument."""
    functions = script.imported()
    recording = functions.recording
    guard = 'put the main part under if __name__ == "__main__":'
    expected = "an import that only defines functions"
    if recording.uncaught is not None:
        error = recording.uncaught
        hint = _HINTS_FOR_ERRORS.get(error.type, guard)
        hint = guard if error.type == "IndexError" else hint
        raise Unmet(expected, f"importing the file raised {describe(error)}", hint, line=error.line)
    if functions.importing_ended:
        require_a_verdict(recording)
        raise Unmet(expected, f"importing the file {_what_import_did(recording.ending, recording)}", guard)
    printed = [line for line in functions.lines_of_import if line.stream == "stdout"]
    expect(not recording.pools, expected, "importing the file made a pool", guard)
    expect(not functions.sleeps_of_import, expected, "importing the file slept", guard)
    expect(not printed, expected, f"importing the file printed {quote(printed)}", guard)
    expect(not functions.processes_of_import, expected, "importing the file started a process", guard)


def _what_import_did(ending: Ending, recording: Recording) -> str:
    return "ended the whole process" if ending.how == "exited" else how_it_ended(recording)


def expect_master_names_itself(recording: Recording) -> None:
    """Expect that the script's own process prints its PID, other than in the messages of its functions."""
    master = recording.master or 0
    own = [line for line in lines_of(recording, master) if not _is_about_sleep(line.text)]
    if any(names_pid(line.text, master) for line in own):
        return
    expect(
        recording.succeeded or own,
        f'"Master process is PID {master}"',
        f"{command(recording)} {how_it_ended(recording)}, and its master printed nothing before",
        hint_for_ending(recording, "print os.getpid() in the main part"),
    )
    raise Unmet(
        f'"Master process is PID {master}"',
        f"the master printed {quote(own)}",
        "print os.getpid() in the main part; getppid() would be the PID of the process that started it",
    )


def _is_about_sleep(text: str) -> bool:
    words = text.lower()
    return "sleep" in words or "waking" in words or "wakes" in words


# calls ----------------------------------------------------------------------------------------------------------


def is_call_of(each: Call, function: str, args: Sequence[Any]) -> bool:
    """Tell whether a call is the one asked for, also through a helper that is handed the function."""
    if not isinstance(each.args, list):
        return False
    if each.function == function:
        return each.args[: len(args)] == list(args)
    flat = _flatten(each.args)
    return {"function": function} in flat and flat[flat.index({"function": function}) + 1 :][: len(args)] == list(args)


def _flatten(values: list[Any]) -> list[Any]:
    flat = []
    for value in values:
        if isinstance(value, dict) and "tuple" in value:
            value = value["tuple"]
        flat += _flatten(value) if isinstance(value, list) else [value]
    return flat


def name_of(each: Call) -> str:
    """Return a call as the student would write it: slow_add(1, 6, 7)."""
    if isinstance(each.args, list):
        return f"{each.function}({', '.join(map(show, each.args))})"
    return f"{each.function}({'...' if each.args is None else '*' + show(each.args)})"


def written(function: str, args: Sequence[Any]) -> str:
    """Return a call that was asked for, as the student would write it."""
    return f"{function}({', '.join(map(str, args))})"


def list_calls(calls: Sequence[Call], most: int = 6) -> str:
    """Return calls for a message, with the method that submitted each."""
    if not calls:
        return "no call was handed to a pool"
    shown = [f"{each.how} {name_of(each)}" for each in calls[:most]]
    return ", ".join(shown) + (f" and {len(calls) - most} more" if len(calls) > most else "")


def is_in_process(recording: Recording, each: Call) -> bool:
    """Tell whether a call ran in a worker process, not in a thread or in the master."""
    pool = pool_of(recording, each)
    return each.worker is not None and each.worker != recording.master and (pool is None or pool.kind == "process")


def pool_of(recording: Recording, each: Call) -> Any:
    """Return the pool of a call, or None when it is not known."""
    return next((pool for pool in recording.pools if (pool.master, pool.number) == (each.master, each.pool)), None)


def picture_of(recording: Recording, calls: Sequence[Call]) -> Picture:
    """Draw which worker ran which call when, on the axis of the whole run."""
    workers: list[int] = []
    bars = []
    for each in calls:
        if each.started is None:
            continue
        if each.worker not in workers:
            workers.append(each.worker or 0)
        row = "master" if each.worker == recording.master else f"worker {workers.index(each.worker or 0) + 1}"
        end = recording.elapsed if each.ended is None else each.ended
        bars.append(Bar(row, name_of(each), each.started, end))
    return Picture(bars, max([bar.end for bar in bars], default=0.0))
