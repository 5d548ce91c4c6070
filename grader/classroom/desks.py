"""Desks: processes in which submissions are graded, one after the other in each, with everything warm.

A submission that hangs its desk, or takes it down, costs itself only: the desk is replaced.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from typing import IO, TYPE_CHECKING

from grader.recording.sandbox import ROOT

if TYPE_CHECKING:
    from grader.classroom.job import Job, Result

LONGEST = 1200.0  # real seconds that one submission may take; the limits of its runs end it long before
# The folder that this process stands in is no place to import from: it may well be a student's.
_CODE = "import sys; sys.path[0] = {root!r}; from grader.classroom import warm; warm.main()"


class Desks:
    """As many desks as are in use at once; each is kept for the next submission. Used from any thread."""

    def __init__(self, *, longest: float = LONGEST) -> None:
        self._longest = longest
        self._free: list[_Desk] = []
        self._all: set[_Desk] = set()
        self._lock = threading.Lock()
        self._closed = False

    def __enter__(self) -> Desks:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def grade(self, job: Job) -> Result:
        """Grade one submission at a free desk, or at a new one."""
        desk = self._take()
        result = desk.grade(job, self._longest)
        with self._lock:
            if desk.is_alive():
                self._free.append(desk)
            else:
                self._all.discard(desk)
        return result

    def close(self) -> None:
        """End all desks, and what is being graded at them."""
        with self._lock:
            self._closed = True
            desks = list(self._all)
        for desk in desks:
            desk.close()

    def _take(self) -> _Desk:
        with self._lock:
            if self._free:
                return self._free.pop()
            if self._closed:
                raise RuntimeError("the desks are closed")
            desk = _Desk()
            self._all.add(desk)
            return desk


class _Desk:
    """One process, the pipes to it, and a folder for what it grades; who of the two lives longer removes that."""

    def __init__(self) -> None:
        self._folder = tempfile.mkdtemp(prefix="grader-desk-")
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - `close` closes it
        self._last_words = ""  # of a process that ended by an error of its own
        self._process = subprocess.Popen(
            [sys.executable, "-c", _CODE.format(root=str(ROOT)), self._folder],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            start_new_session=True,  # so that Ctrl-C reaches only the process that it is meant for
        )

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def grade(self, job: Job, longest: float) -> Result:
        from grader.classroom.job import Result

        with _ending(self._process, longest) as overdue:
            try:
                pickle.dump(job, _pipe(self._process.stdin))
                _pipe(self._process.stdin).flush()
                answer = _pipe(self._process.stdout).readline()
            except (OSError, ValueError):  # the pipe broke, or was closed by `close`
                answer = b""
        if answer.endswith(b"\n"):
            return Result(**json.loads(answer))
        self.close()
        if overdue.is_set():
            return Result(f"grading it took longer than {longest:g} s")
        return Result(f"the process that graded it {_how_it_ended(self._process.returncode)}{self._last_words}")

    def close(self) -> None:
        """End the process; the launcher of its runs sees that, and ends those."""
        with contextlib.suppress(OSError):
            self._process.kill()
        ended_by_itself = self._process.wait() > 0
        shutil.rmtree(self._folder, ignore_errors=True)  # it may have removed it itself
        if ended_by_itself and not self._said.closed:
            self._said.seek(0)
            words = self._said.read().decode("utf-8", "replace").strip().splitlines()
            self._last_words = f": {words[-1]}" if words else ""
        for file in (_pipe(self._process.stdin), _pipe(self._process.stdout), self._said):
            with contextlib.suppress(OSError):
                file.close()


@contextlib.contextmanager
def _ending(process: subprocess.Popen[bytes], seconds: float) -> Iterator[threading.Event]:
    """End a process when this takes longer than so many seconds, and tell so by the event."""
    overdue = threading.Event()

    def end() -> None:
        overdue.set()
        process.kill()

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        yield overdue
    finally:
        timer.cancel()


def _how_it_ended(status: int) -> str:
    if status >= 0 or os.name != "posix":
        return f"ended with exit status {status}"
    return f"was killed by {signal.Signals(-status).name}"


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # it was opened with PIPE
    return stream
