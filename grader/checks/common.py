"""Claims that all exercises share."""

from __future__ import annotations

from grader.checks.facts import lines_of, names_pid, quote
from grader.checks.runs import command, describe, hint_for_ending, how_it_ended, require_a_verdict, require_room
from grader.claims import Unmet, expect
from grader.recording.recording import Ending, Recording
from grader.recording.script import Script


def expect_import_runs_nothing(script: Script) -> None:
    """Expect that importing the file gives no output, process, sleep or error, and needs no argument."""
    functions = script.imported()
    recording = functions.recording
    if functions.importing_ended:  # else the process lives on, and how it ends is not known yet
        require_a_verdict(recording)
    require_room(recording.uncaught)
    guard = 'put the main part under if __name__ == "__main__":'
    expected = "an import that only defines functions"
    if recording.uncaught is not None:
        error = recording.uncaught
        raise Unmet(expected, f"importing the file raised {describe(error)}", guard, about="import", cause=error)
    if functions.importing_ended:
        did = _what_import_did(recording.ending, recording)
        raise Unmet(expected, f"importing the file {did}", guard, about="import")
    printed = [line for line in functions.lines_of_import if line.stream == "stdout"]
    expect(not functions.pools_of_import, expected, "importing the file made a pool", guard, about="import")
    expect(not functions.sleeps_of_import, expected, "importing the file slept", guard, about="import")
    expect(not printed, expected, f"importing the file printed {quote(printed)}", guard, about="import")
    expect(not functions.processes_of_import, expected, "importing the file started a process", guard, about="import")


def _what_import_did(ending: Ending, recording: Recording) -> str:
    return "ended the whole process" if ending.how == "exited" else how_it_ended(recording)


def expect_master_names_itself(recording: Recording) -> None:
    """Expect that the script's own process prints its PID, other than in the messages of its functions."""
    master = recording.master or 0
    own = [line for line in lines_of(recording, master) if not _is_about_sleep(line.text)]
    if any(names_pid(line.text, master) for line in own):
        return
    printed = [line for line in own if line.stream == "stdout"]
    expect(
        recording.succeeded or (recording.uncaught is None and own),
        f'"Master process is PID {master}"',
        f"{command(recording)} {how_it_ended(recording)}, and its master printed {quote(printed)} before",
        hint_for_ending(recording, "print os.getpid() in the main part"),
        about="start",
        cause=recording.uncaught,
    )
    raise Unmet(
        f'"Master process is PID {master}"',
        f"the master printed {quote(own)}",
        "print os.getpid() in the main part; getppid() would be the PID of the process that started it",
        about="start",
    )


def _is_about_sleep(text: str) -> bool:
    words = text.lower()
    return "sleep" in words or "waking" in words or "wakes" in words
