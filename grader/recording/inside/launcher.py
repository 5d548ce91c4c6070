"""The warm launcher: a clean interpreter with the library preloaded, which forks each run.

It speaks JSON lines on its standard input and output: a request in, `{"pid": ...}` and later
`{"pid": ..., "status": ...}` out (status as of `os.waitstatus_to_exitcode`: negative for a signal). It is the
sub-reaper of everything that a run leaves behind, and kills all of it when the grader goes away.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import multiprocessing.connection  # these are loaded once, here, and not again in each run
import multiprocessing.pool
import multiprocessing.popen_fork
import multiprocessing.synchronize  # noqa: F401
import os
import random
import select
import signal
import sys
import time
from typing import Any

from grader.recording.inside import program, system_calls
from grader.recording.inside.removal import remove

_PR_SET_DUMPABLE, _PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS = 4, 36, 38  # <linux/prctl.h>
_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL = 47, 4
_CAPABILITY_VERSION_3 = 0x20080522  # <linux/capability.h>
_FIRST_PID = 10_000  # no pid in a sandbox is lower
_HELPERS_END = 1.0  # seconds that the library's resource trackers get to clean up after a run
_libc = ctypes.CDLL(None, use_errno=True)


def main(folder: str, last_pid: int) -> None:
    """Serve requests until standard input ends; in a forked child, run the program that was asked for.

    `folder` holds the runs' own folders, and goes with the launcher. In a sandbox `last_pid` is a descriptor of
    the kernel's file with the latest pid; else it is -1.
    """
    if last_pid >= 0:
        _begin_with_long_pids(last_pid)
    server = _Server(folder, is_first=last_pid >= 0)
    request = server.serve()
    if request is not None:
        program.run_and_leave(request)
    os._exit(0)  # nothing is left to do, and to take the interpreter apart would take as long as a short run


def _begin_with_long_pids(descriptor: int) -> None:
    """Let pids have five digits, as on a machine that runs for a while; then give up the right to choose them."""
    os.write(descriptor, b"%d" % random.randrange(_FIRST_PID, 2 * _FIRST_PID))
    os.close(descriptor)
    nothing = (ctypes.c_uint32 * 6)()
    for failed in (
        _libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0),
        _libc.capset((ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0), nothing),
    ):
        if failed:
            raise OSError(ctypes.get_errno(), "the launcher cannot drop its capability")


class _Server:
    def __init__(self, folder: str, *, is_first: bool) -> None:
        self._folder = folder
        self._is_first = is_first  # process of its own pid namespace
        self._input = os.dup(0)
        self._output = os.dup(1)
        os.set_inheritable(self._input, False)
        os.set_inheritable(self._output, False)
        self._wake, self._alarm = os.pipe()
        os.set_blocking(self._alarm, False)
        os.set_blocking(self._wake, False)
        self._main: int | None = None
        self._unread = b""

    def serve(self) -> dict[str, Any] | None:
        """Return None in the launcher when it is to end, and the request in each child that it forks."""
        if sys.platform == "linux":
            _libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
            _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)  # nothing that a run starts becomes another user
            _libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)  # no run reads or writes the launcher's memory
            if system_calls.why_all_are_allowed() is None:
                system_calls.refuse()
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.set_wakeup_fd(self._alarm)
        gc.enable()
        gc.collect()
        gc.freeze()  # runs share what is here, as long as nobody touches it
        self._say({"ready": True})
        while True:
            ready, _, _ = select.select([self._input, self._wake], [], [])
            if self._wake in ready:
                with contextlib.suppress(BlockingIOError):
                    os.read(self._wake, 4096)
                self._reap()
            if self._input in ready:
                data = os.read(self._input, 1 << 16)
                if not data:
                    self._clear_up()
                    return None
                *lines, self._unread = (self._unread + data).split(b"\n")
                for line in lines:
                    request: dict[str, Any] = json.loads(line)
                    if self._fork(request):
                        return request

    def _fork(self, request: dict[str, Any]) -> bool:
        """Fork a run; return True in the child, where the launcher's own descriptors are gone."""
        for name in request["preload"]:
            if name not in sys.modules:
                importlib.import_module(name)
                gc.freeze()
        pid = os.fork()
        if pid:
            self._main = pid
            self._say({"pid": pid})
            return False
        if sys.platform == "linux":
            _libc.prctl(_PR_SET_DUMPABLE, 1, 0, 0, 0)
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.setsid()
        for descriptor in (self._input, self._output, self._wake, self._alarm):
            os.close(descriptor)
        for number, path in ((0, os.devnull), (1, request["recorder"]["stdout"]), (2, request["recorder"]["stderr"])):
            flags = os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_APPEND
            descriptor = os.open(path, flags)
            os.dup2(descriptor, number)
            os.close(descriptor)
        return True

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            if pid == self._main:
                self._main = None
                self._say({"pid": pid, "status": os.waitstatus_to_exitcode(status)})

    def _clear_up(self) -> None:
        """The grader has gone: leave nothing of the present run behind, no process and no file."""
        self._kill_all()
        remove(self._folder)
        with contextlib.suppress(OSError):  # in a sandbox there is no such folder that could be removed
            os.rmdir(os.path.dirname(self._folder))

    def _kill_all(self) -> None:
        """Kill the children until none is left: the orphans of each one become children in their turn.

        A resource tracker unlinks the semaphores in /dev/shm when everybody else has ended, so it gets time for that;
        in a sandbox they are gone with it.
        """
        deadline = time.monotonic() + (0 if self._is_first else _HELPERS_END)
        while True:
            patient = time.monotonic() < deadline
            for pid in [-1] if self._is_first else _children(but_trackers=patient):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            try:
                dead, _ = os.waitpid(-1, os.WNOHANG if patient else 0)
            except ChildProcessError:
                return
            if not dead:
                time.sleep(0.002)

    def _say(self, message: dict[str, Any]) -> None:
        os.write(self._output, json.dumps(message).encode() + b"\n")


def _children(*, but_trackers: bool) -> list[int]:
    """Return the pids of this process's children, from /proc; without it, the run's own session is all we know."""
    found = []
    for entry in os.listdir("/proc") if os.path.isdir("/proc") else []:
        if entry.isdigit():
            with contextlib.suppress(OSError):
                is_ours = int(_read(f"/proc/{entry}/stat").rpartition(b")")[2].split()[1]) == os.getpid()
                if is_ours and not (
                    but_trackers and b"multiprocessing.resource_tracker" in _read(f"/proc/{entry}/cmdline")
                ):
                    found.append(int(entry))
    return found


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()
