"""The tree of processes of a run as the kernel sees it: who is in it, whether anything ran, what it has used."""

from __future__ import annotations

import contextlib
import os
import signal
import stat
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Thread = tuple[int, int]  # pid, tid
_ASLEEP = frozenset("SZTtX")  # states in which a thread does not run and is not about to
_AWAKE = frozenset("RD")
_GONE = ("", 0)  # no state, which is not asleep
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096
HELPERS_END = 1.0  # seconds that the library's own helper processes get to end by themselves
_BUSY_HELPERS_END = 5.0  # the same, for those that run still: on a busy machine it takes them longer
_MOST_HELPERS = 8  # of one run: each process that uses shared memory first may start one
_HELPERS_MEMORY = 64 << 20  # bytes; one takes 10 MB
_HELPERS_OUTPUT = 1 << 20  # bytes that one writes; it is none, but for its warnings
HELPERS = (b"multiprocessing.resource_tracker", b"multiprocessing.forkserver")


def kernel_can_tell() -> bool:
    """Tell whether this system counts the context switches of every thread (Linux with /proc)."""
    try:
        return b"ctxt_switches" in _read(f"/proc/self/task/{os.getpid()}/status")
    except OSError:
        return False


@dataclass(frozen=True)
class Snapshot:
    """What every thread of a tree had done when we looked: the number of its context switches.

    Two equal snapshots in which every thread is asleep prove that in between nothing ran, whatever the load: a
    thread that was woken is runnable from that instant on even when it gets no processor, and one that ran and
    slept again has switched.
    """

    switches: dict[Thread, int]
    asleep: bool

    @property
    def processes(self) -> int:
        """How many processes there are."""
        return len({pid for pid, _ in self.switches})


RUNNING = Snapshot({}, False)  # somebody runs: what the others did does not matter then


@dataclass(frozen=True)
class Usage:
    """What a tree holds now: processes, threads, CPU time in seconds, resident memory in bytes."""

    processes: int
    threads: int
    cpu: float
    memory: int


class Tree:
    """All descendants of one process; the root itself counts only if it is asked for. None has no descendants."""

    def __init__(self, root: int | None, *, with_root: bool = False) -> None:
        self.root = root
        self._with_root = with_root
        self._seen: list[int] = []
        self._waited_for_before = self._waited_for()
        self._running: Thread | None = None  # who ran when we looked last

    def snapshot(self, since: Snapshot | None = None) -> Snapshot:
        """Look at every thread once, up to the first that runs; one that vanishes meanwhile counts as running.

        Where nothing has run since an earlier snapshot, that one is returned: nobody can have started a process since.
        """
        if since is not None and since.switches and _is_as_in(since):
            return since
        if self._running is not None and _activity(*self._running)[0] in _AWAKE:
            return RUNNING  # who ran a moment ago mostly runs on: then one look is enough
        switches: dict[Thread, int] = {}
        for pid, tids in self._walk():
            for tid in tids:
                state, switches[pid, tid] = _activity(pid, tid)
                if state not in _ASLEEP:
                    self._running = pid, tid
                    return RUNNING
        self._running = None
        return Snapshot(switches, True)

    def is_still(self) -> bool:
        """Tell whether somebody is there and nobody runs."""
        snapshot = self.snapshot()
        return snapshot.asleep and self.snapshot(snapshot) is snapshot

    def pids(self) -> list[int]:
        """Return the descendants, parents before their children."""
        self._running = None  # it may have ended, and another process have its number
        self._seen = [pid for pid, _ in self._walk()]
        return self._seen

    def _walk(self) -> Iterator[tuple[int, list[int]]]:
        """Yield each descendant with its threads, parents before their children.

        Who has children is asked after they were looked at: a thread that starts a process in between has switched,
        so that a snapshot without that process never equals the next one.
        """
        if self.root is None:
            return
        heap, found = [self.root], {0}
        while heap:
            pid = heap.pop()
            if pid in found:
                continue
            found.add(pid)
            tids = _threads(pid)
            if pid == self.root and not tids:  # its children have new parents now: those that were seen are all we know
                heap = self._seen[::-1]
            elif tids and (pid != self.root or self._with_root):
                yield pid, tids
            heap += reversed(list(_children(pid, tids)))

    def remember(self, pid: int) -> None:
        """Know a descendant before it is seen: it may end the root first, and nobody would find it any more."""
        self._seen = [pid]

    def _waited_for(self) -> float:
        """Return the CPU time, in seconds, of the orphans that a root outside of the tree has waited for."""
        if self.root is None or self._with_root:
            return 0.0
        try:
            return sum(map(int, _read(f"/proc/{self.root}/stat").rpartition(b")")[2].split()[13:15])) / _TICKS
        except OSError:
            return 0.0

    def usage(self) -> Usage:
        """Add up what the tree uses; CPU time includes children that were already waited for, and orphans."""
        processes = threads = memory = 0
        cpu = max(0.0, self._waited_for() - self._waited_for_before)
        for pid in self.pids():
            with contextlib.suppress(OSError):
                fields = _read(f"/proc/{pid}/stat").rpartition(b")")[2].split()
                processes += 1
                cpu += sum(map(int, fields[11:15])) / _TICKS
                threads += int(fields[17])
                memory += int(fields[21]) * _PAGE
        return Usage(processes, threads, cpu, memory)

    def starved(self) -> float:
        """Return the most seconds that any thread was ready to run and got no processor (proc_pid_schedstat(5)).

        Asked of the descendants that were seen last; 0 where the kernel does not count that.
        """
        waited = 0.0
        for pid in self._seen:
            for tid in _threads(pid):
                with contextlib.suppress(OSError):
                    waited = max(waited, int(_read(f"/proc/{pid}/task/{tid}/schedstat").split()[1]) / 1e9)
        return waited

    def nameless(self) -> int:
        """Return the bytes of the open files that have no name any more, or never had one, as those of memfd_create.

        Asked of the descendants that were seen last.
        """
        sizes: dict[tuple[int, int], int] = {}
        for pid in self._seen:
            with contextlib.suppress(OSError):
                for name in os.listdir(f"/proc/{pid}/fd"):
                    status = _status(f"/proc/{pid}/fd/{name}")
                    if status is not None and stat.S_ISREG(status.st_mode) and not status.st_nlink:
                        sizes[status.st_dev, status.st_ino] = status.st_blocks * 512
        return sum(sizes.values())

    def kill(self) -> None:
        """Kill every descendant, and those that they start meanwhile, until only the dead are left.

        First all are stopped, so that none starts another while we kill. The library's resource tracker is spared
        at first: it ends when everybody else has, and unlinks the semaphores that they left in /dev/shm. Anybody can
        call himself one; so it is spared as long as it does no more than one does.
        """
        stopped: set[int] = set()
        while new := [pid for pid in _not_spared(self.pids()) if pid not in stopped]:
            _signal(new, signal.SIGSTOP)
            stopped.update(new)
        _signal(stopped, signal.SIGKILL)
        began = time.monotonic()
        while living := self.living():
            took = time.monotonic() - began
            if took > _BUSY_HELPERS_END or (took > HELPERS_END and self.is_still()):
                break
            _signal(_not_spared(living), signal.SIGKILL)
            time.sleep(0.002)
        while living := self.living():
            _signal(living, signal.SIGKILL)

    def living(self) -> list[int]:
        """Return the descendants that are alive: neither zombies nor dying in an uninterruptible wait."""
        return [pid for pid in self.pids() if _state(pid) not in (b"", b"Z", b"X", b"D")]

    def is_library_helper(self, pid: int) -> bool:
        """Tell whether a process is multiprocessing's own forkserver or resource tracker, which end by themselves."""
        try:
            command = _read(f"/proc/{pid}/cmdline")
        except OSError:
            return True  # it has ended
        return not command or any(name in command for name in HELPERS)  # one without a command line is just ending

    def name_of(self, pid: int) -> str:
        """Return the command name of a process, or "?" when it is gone."""
        try:
            return _read(f"/proc/{pid}/comm").decode("utf-8", "replace").strip()
        except OSError:
            return "?"


def tree_of(root: int, *, with_root: bool = False) -> Tree:
    """Return the descendants of a process, by whatever this system offers to see them."""
    if os.path.isdir("/proc/self/task"):
        return Tree(root, with_root=with_root)
    from grader.recording.portable import PortableTree  # it needs psutil, which is not installed on Linux

    return PortableTree(root, with_root=with_root)


def _not_spared(pids: list[int]) -> list[int]:
    """Leave out the library's helpers: few, each of which has the command line of one and is as modest."""
    helpers = [pid for pid in pids if _is_helper(pid)]
    return [pid for pid in pids if pid not in helpers or len(helpers) > _MOST_HELPERS]


def _is_helper(pid: int) -> bool:
    """Tell whether a process is certainly a helper; one without a command line may be about to get one, by exec."""
    try:
        command = _read(f"/proc/{pid}/cmdline")
        memory = int(_read(f"/proc/{pid}/statm").split()[1]) * _PAGE
    except OSError:
        return False
    is_modest = memory <= _HELPERS_MEMORY and _written(pid) <= _HELPERS_OUTPUT and len(_threads(pid)) == 1
    return is_modest and any(name in command for name in HELPERS)


def _written(pid: int) -> int:
    """Return the bytes that a process has written; 0 where the kernel does not count them, or does not tell."""
    try:
        return int(_read(f"/proc/{pid}/io").partition(b"wchar:")[2].split()[0])
    except OSError:
        return 0


def _state(pid: int) -> bytes:
    try:
        return _read(f"/proc/{pid}/stat").rpartition(b")")[2].split()[0]
    except OSError:
        return b""


def _status(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except OSError:
        return None


def _signal(pids: Iterable[int], number: int) -> None:
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, number)


def _activity(pid: int, tid: int) -> tuple[str, int]:
    """Return the state of a thread and the number of its context switches; one that has vanished counts as running."""
    try:
        status = _read(f"/proc/{pid}/task/{tid}/status")
    except OSError:
        return _GONE
    state = status.index(b"State:") + 7
    switches = status.index(b"voluntary_ctxt_switches:")
    counts = status[switches:].split(None, 4)
    return chr(status[state]), int(counts[1]) + int(counts[3])


def _is_as_in(snapshot: Snapshot) -> bool:
    """Tell whether the same threads sleep on; one may have been started while they were looked at, and not seen."""
    for thread, switches in snapshot.switches.items():
        state, now = _activity(*thread)
        if now != switches or state not in _ASLEEP:
            return False
    seen: dict[int, set[int]] = {}
    for pid, tid in snapshot.switches:
        seen.setdefault(pid, set()).add(tid)
    return all(set(_threads(pid)) == tids for pid, tids in seen.items())


def _children(pid: int, tids: Iterable[int]) -> Iterator[int]:
    for tid in tids:
        with contextlib.suppress(OSError):
            yield from map(int, _read(f"/proc/{pid}/task/{tid}/children").split())


def _threads(pid: int) -> list[int]:
    try:
        return [int(name) for name in os.listdir(f"/proc/{pid}/task")]
    except OSError:
        return []


def _read(path: str) -> bytes:
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(descriptor, 8192)
    finally:
        os.close(descriptor)
