"""The tree of processes of a run where there is no /proc: macOS and Windows, by psutil. Tried on Linux only."""

from __future__ import annotations

import contextlib
from typing import Any

import psutil

from grader.recording.processes import HELPERS, Snapshot, Tree, Usage


class PortableTree(Tree):
    """A tree as psutil sees it; it has no snapshots to offer."""

    def snapshot(self, since: Snapshot | None = None) -> Snapshot:
        """Raise OSError: only /proc counts context switches."""
        raise OSError("this system does not count context switches in /proc")

    def is_still(self) -> bool:
        """Return True: nobody can tell, so what is alive counts as it is."""
        return True

    def pids(self) -> list[int]:
        return [process.pid for process in self._processes()]

    def usage(self) -> Usage:
        processes = threads = memory = 0
        cpu = 0.0
        for process in self._processes():
            with contextlib.suppress(psutil.Error):
                times = process.cpu_times()
                processes += 1
                cpu += times.user + times.system
                threads += process.num_threads()
                memory += process.memory_info().rss
        return Usage(processes, threads, cpu, memory)

    def starved(self) -> float:
        """Return 0: psutil does not know."""
        return 0.0

    def nameless(self) -> int:
        """Return 0: psutil shows open files by their names only."""
        return 0

    def kill(self) -> None:
        while living := self.living():
            for pid in living:
                with contextlib.suppress(psutil.Error):
                    psutil.Process(pid).kill()

    def living(self) -> list[int]:
        return [process.pid for process in self._processes() if self._is_alive(process)]

    def is_library_helper(self, pid: int) -> bool:
        try:
            return any(name.decode() in word for word in psutil.Process(pid).cmdline() for name in HELPERS)
        except psutil.Error:
            return True

    def name_of(self, pid: int) -> str:
        try:
            return str(psutil.Process(pid).name())
        except psutil.Error:
            return "?"

    def _processes(self) -> list[Any]:
        try:
            root = psutil.Process(self.root)
            return [*([root] if self._with_root else []), *root.children(recursive=True)]
        except psutil.Error:
            return []

    def _is_alive(self, process: Any) -> bool:
        try:
            return bool(process.status() != psutil.STATUS_ZOMBIE)
        except psutil.Error:
            return False
