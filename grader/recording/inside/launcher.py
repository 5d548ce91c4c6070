"""The warm launcher: a clean interpreter with the library preloaded, which forks each run.

It speaks JSON lines on its standard input and output: a request in, `{"pid": ...}` and later
`{"pid": ..., "status": ...}` out (status as of `os.waitstatus_to_exitcode`: negative for a signal). It is the
sub-reaper of everything that a run leaves behind, and kills all of it when the grader goes away.
"""

from __future__ import annotations

import argparse  # noqa: F401  these are loaded once, here, and not again in each run
import contextlib
import ctypes
import dataclasses  # noqa: F401
import datetime  # noqa: F401
import gc
import inspect  # noqa: F401
import json
import logging  # noqa: F401
import multiprocessing.connection
import multiprocessing.pool
import multiprocessing.popen_fork
import multiprocessing.synchronize  # noqa: F401
import os
import random  # noqa: F401
import select
import shutil
import signal
import sys
import tokenize  # noqa: F401
from typing import Any

from grader.recording.inside import program

_PR_SET_CHILD_SUBREAPER = 36  # <linux/prctl.h>


def main() -> None:
    """Serve requests until standard input ends; in a forked child, run the program that was asked for."""
    server = _Server()
    request = server.serve()
    if request is not None:
        program.run(request)


class _Server:
    def __init__(self) -> None:
        self._input = os.dup(0)
        self._output = os.dup(1)
        os.set_inheritable(self._input, False)
        os.set_inheritable(self._output, False)
        self._wake, self._alarm = os.pipe()
        os.set_blocking(self._alarm, False)
        os.set_blocking(self._wake, False)
        self._main: int | None = None
        self._folder: str | None = None
        self._unread = b""

    def serve(self) -> dict[str, Any] | None:
        """Return None in the launcher when it is to end, and the request in each child that it forks."""
        if sys.platform == "linux":
            ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        signal.signal(signal.SIGCHLD, lambda number, frame: None)
        signal.set_wakeup_fd(self._alarm)
        gc.collect()
        gc.freeze()
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
        pid = os.fork()
        if pid:
            self._main, self._folder = pid, os.path.dirname(request["recorder"]["stdout"])
            self._say({"pid": pid})
            return False
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
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
        running = self._main is not None
        self._kill_all()
        if running and self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _kill_all(self) -> None:
        """Kill the children until none is left: the orphans of each one become children in their turn."""
        while True:
            for pid in _children():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            try:
                os.waitpid(-1, 0)
            except ChildProcessError:
                return

    def _say(self, message: dict[str, Any]) -> None:
        os.write(self._output, json.dumps(message).encode() + b"\n")


def _children() -> list[int]:
    """Return the pids of this process's children, from /proc; without it, the run's own session is all we know."""
    found = []
    for entry in os.listdir("/proc") if os.path.isdir("/proc") else []:
        if entry.isdigit():
            with contextlib.suppress(OSError), open(f"/proc/{entry}/stat", "rb") as file:
                if int(file.read().rpartition(b")")[2].split()[1]) == os.getpid():
                    found.append(int(entry))
    return found
