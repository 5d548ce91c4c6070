"""The tree of processes of a run, on small real trees whose processes are stopped or busy, so that all is certain."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from grader.recording import processes
from grader.recording.processes import Snapshot, Tree, kernel_can_tell, tree_of

pytestmark = pytest.mark.skipif(not kernel_can_tell(), reason="there is no /proc here that counts context switches")

# The root of a tree: the sub-reaper of its orphans. It tells what `found` holds, and ends when nobody needs it more.
ROOT = """
import ctypes, json, os, select, signal, sys, threading, time
libc = ctypes.CDLL(None)
libc.prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER
reading, writing = os.pipe()

def tell_and(then):
    os.write(writing, b"%d\\n" % os.getpid())
    then()

def stop():
    os.kill(os.getpid(), signal.SIGSTOP)

def until_stopped(pid):
    os.waitpid(pid, os.WUNTRACED)
    return pid

def told(count):
    lines = b""
    while lines.count(b"\\n") < count:
        if not select.select([reading], [], [], 30)[0]:
            sys.exit("a process of the test has not told its pid")
        lines += os.read(reading, 100)
    return list(map(int, lines.split()))

def poked():
    pass

{}
print(json.dumps(found), flush=True)
for line in sys.stdin:
    poked()
    print("done", flush=True)
"""


@dataclass
class Family:
    """A tree of processes, and what its root has told about it."""

    process: subprocess.Popen[bytes]

    def __post_init__(self) -> None:
        self.root = self.process.pid
        self.tree = Tree(self.root)
        self.found: dict[str, int] = json.loads(self._read())

    def poke(self) -> None:
        """Let the root call `poked`, and wait until it has."""
        assert self.process.stdin is not None
        self.process.stdin.write(b"\n")
        self.process.stdin.flush()
        self._read()

    def _read(self) -> bytes:
        assert self.process.stdout is not None
        return self.process.stdout.readline()


@pytest.fixture
def family() -> Iterator[Callable[[str], Family]]:
    """Start a tree, and end it afterwards."""
    roots = []

    def start(code: str) -> Family:
        command = [sys.executable, "-I", "-S", "-c", ROOT.format(textwrap.dedent(code))]
        roots.append(subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE))
        return Family(roots[-1])

    yield start
    for root in roots:
        Tree(root.pid).kill()
        root.kill()
        root.communicate()


KIN = """
if not os.fork():
    tell_and(signal.pause)
first, = told(1)
if not os.fork():
    os.setsid()
    tell_and(lambda: None)
    if not os.fork():
        os.setsid()
        tell_and(signal.pause)
    signal.pause()
second, grandchild = told(2)
parent = os.fork()
if not parent:
    os.setsid()
    if not os.fork():
        tell_and(signal.pause)
    os._exit(0)
daemon, = told(1)
os.waitpid(parent, 0)
found = {"child": first, "other session": second, "its child": grandchild, "daemon": daemon}
"""


def test_a_tree_is_all_descendants(family):
    """Children, their children in sessions of their own, and daemons whose parents are gone; parents come first."""
    kin = family(KIN)
    pids = kin.tree.pids()
    assert sorted(pids) == sorted(kin.found.values())
    assert pids.index(kin.found["other session"]) < pids.index(kin.found["its child"])


def test_the_root_counts_only_if_it_is_asked_for(family):
    """A launcher is not part of a run; where each run has its own first process, that one is."""
    kin = family(KIN)
    assert kin.root not in kin.tree.pids()
    assert Tree(kin.root, with_root=True).pids() == [kin.root, *kin.tree.pids()]
    assert tree_of(kin.root, with_root=True).pids() == [kin.root, *kin.tree.pids()]


def test_nobody_descends_of_nobody():
    """Before a run has begun its tree is empty."""
    assert Tree(None).pids() == []
    assert Tree(None).usage().processes == 0


def test_killing_leaves_nobody_alive(family):
    """Neither another session nor a double fork saves a process; the root itself is spared."""
    kin = family(KIN)
    kin.tree.kill()
    assert kin.tree.living() == []
    assert Tree(kin.root, with_root=True).living() == [kin.root]


def test_killing_twice_is_no_error(family):
    """There is nobody left to kill."""
    kin = family(KIN)
    kin.tree.kill()
    kin.tree.kill()
    assert kin.tree.living() == []


def test_killing_ends_what_is_stopped_and_what_will_not_end(family):
    """SIGSTOP and ignored signals protect nobody."""
    kin = family(
        """
        stopped = os.fork()
        if not stopped:
            stop()
        until_stopped(stopped)
        if not os.fork():
            for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            tell_and(signal.pause)
        told(1)
        found = {}
        """
    )
    assert len(kin.tree.living()) == 2
    kin.tree.kill()
    assert kin.tree.living() == []


def test_who_calls_itself_a_helper_of_the_library_is_killed_too(family, monkeypatch):
    """The library's helpers get a moment to end by themselves, and no more than that."""
    monkeypatch.setattr(processes, "HELPERS_END", 0.0)
    kin = family(
        """
        os.set_inheritable(writing, True)
        if not os.fork():
            code = f"import os, signal; os.write({writing}, str(os.getpid()).encode() + bytes([10])); signal.pause()"
            os.execv(sys.executable, ["python", "-I", "-S", "-c", code, "multiprocessing.resource_tracker"])
        helper, = told(1)
        found = {"helper": helper}
        """
    )
    assert kin.tree.is_library_helper(kin.found["helper"])
    kin.tree.kill()
    assert kin.tree.living() == []


@pytest.mark.parametrize(
    "code",
    [
        "spare = bytearray(b'x') * (80 << 20)",
        "open(os.devnull, 'wb').write(bytes(2 << 20))",
        "threading.Thread(target=signal.pause).start()",
        "[os.fork() or signal.pause() for _ in range(9)]",
    ],
    ids=["memory", "output", "threads", "processes"],
)
def test_who_does_more_than_a_helper_of_the_library_is_killed_at_once(family, monkeypatch, code):
    """A command line can be forged: whoever takes what no helper takes is waited for by nobody."""
    monkeypatch.setattr(processes, "HELPERS_END", 600.0)
    monkeypatch.setattr(processes, "_BUSY_HELPERS_END", 600.0)
    kin = family(
        f"""
        os.set_inheritable(writing, True)
        if not os.fork():
            tell = f"os.write({{writing}}, str(os.getpid()).encode() + bytes([10])); signal.pause()"
            code = f"import os, signal, threading; {code}; {{tell}}"
            os.execv(sys.executable, ["python", "-I", "-S", "-c", code, "multiprocessing.resource_tracker"])
        helper, = told(1)
        found = {{"helper": helper}}
        """
    )
    assert kin.tree.is_library_helper(kin.found["helper"])
    kin.tree.kill()
    assert kin.tree.living() == []


def test_who_cannot_be_interrupted_is_killed_nevertheless(family, monkeypatch):
    """Whoever starts a program waits in vfork() or on a disk for a moment, and will go on if it is passed over."""
    kin = family(
        """
        if not os.fork():
            tell_and(signal.pause)
        found = {"waits": told(1)[0]}
        """
    )
    kill = (kin.found["waits"], signal.SIGKILL)
    sent = []
    with monkeypatch.context() as patch:
        patch.setattr(processes, "HELPERS_END", 0.0)
        patch.setattr(processes, "_state", lambda pid: b"Z" if kill in sent else b"D")
        patch.setattr(os, "kill", lambda pid, number: sent.append((pid, number)))
        kin.tree.kill()
    assert kill in sent


def test_the_dead_do_not_live(family):
    """A zombie is there until its parent asks for it, but it is not alive."""
    kin = family(
        """
        dead = os.fork()
        if not dead:
            os._exit(0)
        os.waitid(os.P_PID, dead, os.WEXITED | os.WNOWAIT)
        found = {"dead": dead}
        """
    )
    assert kin.tree.pids() == [kin.found["dead"]]
    assert kin.tree.living() == []
    assert kin.tree.snapshot().asleep


def test_who_has_no_command_line_any_more_is_no_ones_process(family):
    """Between its last instruction and its death a process has none: it is as good as gone, and not left behind."""
    kin = family(
        """
        dead = os.fork()
        if not dead:
            os._exit(0)
        os.waitid(os.P_PID, dead, os.WEXITED | os.WNOWAIT)
        found = {"dead": dead}
        """
    )
    assert kin.tree.is_library_helper(kin.found["dead"])


def test_a_process_has_a_name(family):
    """As the kernel knows it; one that is gone has none, and needs no killing."""
    kin = family(
        """
        if not os.fork():
            libc.prctl(15, b"miner", 0, 0, 0)  # PR_SET_NAME
            tell_and(signal.pause)
        found = {"miner": told(1)[0]}
        """
    )
    assert kin.tree.name_of(kin.found["miner"]) == "miner"
    assert not kin.tree.is_library_helper(kin.found["miner"])
    assert kin.tree.name_of(1 << 22) == "?"
    assert kin.tree.is_library_helper(1 << 22)


# was anything running? -----------------------------------------------------------------------------------------

STOPPED = """
child = os.fork()
if not child:
    for _ in range(3):
        threading.Thread(target=threading.Event().wait, daemon=True).start()
    spare = bytearray(b"x") * (64 << 20)
    while sum(os.times()[:2]) < 0.05:
        pass
    stop()
found = {"child": until_stopped(child)}
"""


def test_two_looks_at_a_sleeping_tree_are_equal(family):
    """All threads asleep, and none has switched: in between nothing ran."""
    kin = family(STOPPED)
    first, second = kin.tree.snapshot(), kin.tree.snapshot()
    assert first.asleep
    assert first == second
    assert {pid for pid, _ in first.switches} == {kin.found["child"]}
    assert len(first.switches) == 4  # threads
    assert kin.tree.snapshot(first) is first


def test_a_busy_thread_is_not_asleep(family):
    """A loop that computes is runnable whenever one looks."""
    kin = family(
        """
        if not os.fork():
            tell_and(lambda: None)
            while True:
                pass
        found = {"busy": told(1)[0]}
        """
    )
    assert not kin.tree.snapshot().asleep


def test_a_thread_that_ran_and_stopped_again_has_switched(family):
    """Asleep at both looks, but not all the time between them."""
    kin = family(
        """
        child = os.fork()
        if not child:
            while True:
                stop()
        until_stopped(child)
        found = {"child": child}
        def poked():
            os.kill(child, signal.SIGCONT)
            until_stopped(child)
        """
    )
    before = kin.tree.snapshot()
    kin.poke()
    after = kin.tree.snapshot()
    assert (before.asleep, after.asleep) == (True, True)
    assert before != after
    assert kin.tree.snapshot(before) == after


def test_a_thread_that_was_not_seen_yet_is_found(family):
    """One that is started while its process is looked at may be missing in a snapshot: the next look finds it."""
    kin = family(STOPPED)
    whole = kin.tree.snapshot()
    without = Snapshot(dict(list(whole.switches.items())[:-1]), True)
    assert kin.tree.snapshot(without) == whole


def test_an_empty_tree_is_asleep():
    """Nobody is there who could act."""
    empty = Tree(None).snapshot()
    assert empty.asleep
    assert Tree(None).snapshot(empty) is not empty  # nobody sleeps on in it: somebody may have come


def test_usage_is_counted_over_the_tree(family):
    """Processes, threads, CPU seconds and bytes of all of them together."""
    usage = family(STOPPED).tree.usage()
    assert (usage.processes, usage.threads) == (1, 4)
    assert usage.cpu > 0.04
    assert usage.memory >= 64 << 20


@pytest.mark.parametrize("hidden", [None, "io"], ids=["all is told", "a kernel that counts no output"])
def test_a_helper_that_runs_still_may_end_by_itself(family, monkeypatch, tmp_path, hidden):
    """The resource tracker is not killed in the middle of its work, however long a busy machine makes it wait."""
    read = processes._read

    def read_what_is_there(path):
        if hidden is not None and path.endswith(f"/{hidden}"):
            raise FileNotFoundError(path)
        return read(path)

    monkeypatch.setattr(processes, "_read", read_what_is_there)
    monkeypatch.setattr(processes, "HELPERS_END", 0.01)
    kin = family(
        f"""
        import subprocess
        code = "import os\\nwhile sum(os.times()[:2]) < 0.3: pass\\nopen({str(tmp_path / "done")!r}, 'w')"
        helper = subprocess.Popen([sys.executable, "-c", code, "multiprocessing.resource_tracker"])
        while b"tracker" not in open(f"/proc/{{helper.pid}}/cmdline", "rb").read():
            pass
        found = {{"helper": helper.pid}}
        """
    )
    kin.tree.kill()
    assert (tmp_path / "done").exists()


def test_a_thread_that_is_ready_and_does_not_run_is_starved(family):
    """Three that share one processor wait for each other for longer than each of them runs."""
    kin = family(
        """
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
        children = []
        for _ in range(3):
            children.append(os.fork())
            if not children[-1]:
                while sum(os.times()[:2]) < 0.1:
                    pass
                stop()
        found = {str(child): until_stopped(child) for child in children}
        """
    )
    kin.tree.pids()
    assert kin.tree.starved() > 0


def test_open_files_without_a_name_are_counted_once(family):
    """Unlinked files and files of memory, however many processes hold them; what has a name is counted elsewhere."""
    kin = family(
        """
        import tempfile
        parent = os.fork()
        if not parent:
            held = [tempfile.TemporaryFile(), tempfile.NamedTemporaryFile()]
            for file in held:
                file.write(bytes(1 << 20))
                file.flush()
            memory = os.memfd_create("memory")
            os.write(memory, bytes(2 << 20))
            child = os.fork()
            if child:
                until_stopped(child)
            stop()
        found = {"parent": until_stopped(parent)}
        """
    )
    kin.tree.pids()
    assert kin.tree.nameless() == 3 << 20


def test_cpu_time_of_the_dead_counts(family):
    """What a child has used that ended and was waited for is part of its parent's."""
    kin = family(
        """
        parent = os.fork()
        if not parent:
            child = os.fork()
            if not child:
                while sum(os.times()[:2]) < 0.05:
                    pass
                os._exit(0)
            os.waitpid(child, 0)
            stop()
        found = {"parent": until_stopped(parent)}
        """
    )
    assert kin.tree.usage().cpu > 0.04


def test_a_process_that_begins_a_program_is_killed(monkeypatch):
    """For a moment it has no command line, and waits for the disk."""
    child = subprocess.Popen(["sleep", "60"])
    tree = Tree(1 << 30)
    tree.remember(child.pid)
    read = processes._read
    monkeypatch.setattr(processes, "_read", lambda path: b"" if path.endswith("/cmdline") else read(path))
    monkeypatch.setattr(processes, "_state", lambda pid: b"D")
    tree.kill()
    assert child.wait() == -9


def test_who_is_remembered_is_found_when_the_root_is_gone_at_once():
    """A script may kill its launcher before anybody has looked at the tree."""
    child = subprocess.Popen(["sleep", "60"])
    tree = Tree(1 << 30)  # no process has a number as large: one that is free may be given again
    tree.remember(child.pid)
    assert tree.pids() == [child.pid]
    tree.kill()
    assert child.wait() == -9
