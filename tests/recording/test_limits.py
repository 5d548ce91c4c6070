"""What one run may use: each limit ends it, with a sentence for the student, and leaves nothing behind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.checks.runs import hint_for_ending, how_it_ended
from grader.checks.symptoms import hint_for_error
from grader.recording import sandbox
from grader.recording.limits import Limits, overrun_by, use_of
from grader.recording.processes import Tree, Usage
from grader.recording.runner import Options, Runner

from .helpers import descendants, is_alive, printed, write

MANY_FILES = "number = 0\nwhile True:\n    open(str(number), 'w').close()\n    number += 1"
LARGE_FILES = """
    number = 0
    while True:
        with open(str(number), "w") as file:
            file.write("x" * 100_000)
        number += 1
"""
DEEP = "import os\nwhile True:\n    os.mkdir('d' * 200), os.chdir('d' * 200)"
BESIDE = """
    import os
    os.chdir("../..")
    while True:
        os.mkdir(f"n{len(os.listdir())}")
"""
NAMELESS = """
    import os, time
    held = []
    for number in range(40):
        held.append(open(str(number), "wb"))
        os.unlink(str(number))
        held[-1].write(bytes(1 << 20))
        held[-1].flush()
    while True:
        pass
"""
TALKATIVE = "while True:\n    print()"
STOPPED = [
    (MANY_FILES, {"files": 50}, "was stopped: it kept more than 50 files", "files"),
    (LARGE_FILES, {"disk": 1 << 20}, "was stopped: it kept more than 1 MiB of files", "files"),
    (NAMELESS, {"disk": 16 << 20}, "was stopped: it kept more than 16 MiB of files", "files"),
    (BESIDE, {"files": 50}, "was stopped: it kept more than 50 files", "files"),
    (DEEP, {}, "was stopped: it kept more than 1000 files", "files"),
    (
        TALKATIVE,
        {"events": 1000, "output": 1 << 30},
        "was stopped: it printed lines, made calls and asked futures without end, more than 1000 of them",
        "events",
    ),
]


@pytest.mark.parametrize(
    ("source", "limits", "said", "how"), STOPPED, ids=["files", "disk", "nameless", "beside", "depth", "events"]
)
def test_a_limit_stops_a_run_and_is_named(record, source, limits, said, how):
    """The sentence says what was too much; the hint where to look."""
    recording = record.limit(**limits)(source)
    assert how_it_ended(recording) == said
    assert recording.ending.how == how
    assert hint_for_ending(recording, "").startswith("look for a loop that ")


def test_a_machine_that_runs_nothing_is_to_blame(record, monkeypatch):
    """Whoever gets no processor cannot end in time."""
    monkeypatch.setattr(Tree, "starved", lambda tree: 31.0)
    recording = record.limit(real_time=0.1)("import select\nselect.select([], [], [], 60)")
    said = "for 31 s of 0.1 s it had no processor for the script"
    assert (recording.ending.how, recording.ending.reason) == ("unable", said)


CAUGHT = [
    (
        "open('x', 'wb', buffering=0).write(bytes(2000)); open('x', 'ab', buffering=0).write(b'x')",
        {"file_size": 1000},
        "OSError: [Errno 27] File too large (line 1)",
        "a file has grown beyond what a run may write: look for a loop that writes and never ends",
    ),
    (
        "files = [open('/dev/null') for _ in range(100)]",
        {"open_files": 64},
        "OSError: [Errno 24] Too many open files: 'null' (line 1)",
        "close what you open: a process has reached the number of files that it may have open",
    ),
    (
        "data = bytearray(500 << 20)",
        {"memory": 200 << 20},
        "MemoryError (line 1)",
        "look for a list or a text that grows without end",
    ),
]


@pytest.mark.parametrize(("source", "limits", "said", "hint"), CAUGHT, ids=["file_size", "open_files", "memory"])
def test_a_limit_of_the_kernel_is_an_error_of_the_script(record, source, limits, said, hint):
    """The script gets the error where it went too far; the hint says what the number was about."""
    recording = record.limit(**limits)(source)
    assert how_it_ended(recording) == f"stopped with {said}"
    assert recording.uncaught is not None
    assert hint_for_error(recording.uncaught) == hint


def test_every_limit_has_a_default_that_an_exercise_never_meets():
    """And none of them is zero."""
    assert all(value > 0 for value in vars(Limits()).values())
    assert set(Limits().of_one_process().values()) >= {0, 512, 35}


# folders --------------------------------------------------------------------------------------------------------


def test_the_use_of_a_folder_is_that_of_all_in_it(tmp_path):
    """Folders count as files; links are not followed."""
    (tmp_path / "one" / "two").mkdir(parents=True)
    (tmp_path / "one" / "two" / "file").write_bytes(bytes(10_000))
    (tmp_path / "link").symlink_to("/usr")
    count, size = use_of(tmp_path, 100)
    assert (count, size >= 10_000) == (4, True)


def test_counting_ends_when_there_are_too_many(tmp_path):
    """A million files take no longer than the first thousand."""
    for number in range(20):
        (tmp_path / str(number)).touch()
    assert use_of(tmp_path, 5)[0] == 6


def test_what_vanishes_or_is_locked_is_not_counted(tmp_path):
    """The script goes on while we count."""
    assert use_of(tmp_path / "gone", 5) == (0, 0)


@pytest.mark.parametrize("sandboxed", [True, False])
def test_what_a_script_puts_beside_its_folder_goes_with_the_run(tmp_path, sandboxed):
    """The next run finds nothing of it, and is not charged for it."""
    if sandboxed and sandbox.why_unavailable():
        pytest.skip(str(sandbox.why_unavailable()))
    with Runner(Options(sandboxed=sandboxed)) as runner:
        left = "import os\nopen('../../file', 'w').close(), os.mkdir('../../folder'), os.symlink('/usr', '../../link')"
        assert runner.record(write(tmp_path, left)).succeeded
        recording = runner.record(write(tmp_path, "import os\nprint(os.listdir('../..'))"))
        assert printed(recording) == ["['2']"]
    assert Path("/usr/bin").is_dir()


# storms ---------------------------------------------------------------------------------------------------------

BOMB = """
    import os, signal
    print(os.getpid(), flush=True)
    for _ in range(9):  # 512 processes, if nobody stops it; and each ends by itself
        os.fork()
    signal.alarm(20)
    signal.pause()
"""


def test_the_number_of_processes_is_named_before_their_memory():
    """A storm of processes is beyond both at the same look, and one is the cause of the other."""
    limits = Limits(processes=10, threads=20, memory=3 << 20)
    assert overrun_by(Usage(11, 11, 0.0, 4 << 20), limits) == ("processes", "10 processes and 20 threads")
    assert overrun_by(Usage(10, 21, 0.0, 3 << 20), limits) == ("processes", "10 processes and 20 threads")
    assert overrun_by(Usage(10, 20, 0.0, 4 << 20), limits) == ("memory", "3 MiB")
    assert overrun_by(Usage(10, 20, 0.0, 3 << 20), limits) is None


@pytest.mark.parametrize("sandboxed", [True, False])
def test_a_storm_ends(tmp_path, sandboxed):
    """Doubling processes are stopped, all of them, and the next run starts as ever."""
    if sandboxed and sandbox.why_unavailable():
        pytest.skip(str(sandbox.why_unavailable()))
    with Runner(Options(sandboxed=sandboxed)) as runner:
        before = set(_launchers())
        recording = runner.record(write(tmp_path, BOMB))
        assert recording.ending.how == "processes"
        assert len(set(_launchers()) - before) == (0 if sandboxed else 1)
        assert runner.record(write(tmp_path, "print(1)")).succeeded


def _launchers() -> list[int]:
    """Return the living launchers below this process, and all that they have forked."""
    pids = [pid for pid in descendants(os.getpid()) if is_alive(pid)]
    return [pid for pid in pids if b"launcher" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def test_a_flood_of_the_survivors_does_not_hold_up_the_end(record, monkeypatch):
    """What outlives the script may say what it likes: nobody listens for longer than a second."""
    monkeypatch.setattr("grader.recording.run._DRAIN", 0.1)
    recording = record(
        """
        import os, time
        if os.fork() == 0:
            while True:
                print("x" * 100)
        time.sleep(1)
        os._exit(0)
        """
    )
    assert recording.ending.how in ("exited", "output")  # which it is hangs on who is faster; else it never ends
