"""Starts the student's program: from a warm interpreter that forks, or from a fresh one where there is no fork."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]
_IMPORT = "import sys; sys.path.insert(0, {root!r}); from grader.recording.inside import {module}; sys.path.pop(0); "
_START_SECONDS = 30.0


class LauncherFailed(Exception):
    """The launcher did not start, or has gone; the message says what was seen."""


class WarmLauncher:
    """An interpreter with the library preloaded, which forks each run: about 0.1 s cheaper than a new one a run."""

    def __init__(self) -> None:
        code = _IMPORT.format(root=str(ROOT), module="launcher") + "launcher.main()"
        self._process = subprocess.Popen(
            _command(code),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
            start_new_session=True,
        )
        self._unread = b""
        if self._next() != {"ready": True}:
            raise LauncherFailed(self._last_words())

    @property
    def pid(self) -> int:
        """The process of which every process of a run descends."""
        return self._process.pid

    @property
    def descriptor(self) -> int:
        """Readable when a run has ended."""
        return _pipe(self._process.stdout).fileno()

    def is_alive(self) -> bool:
        """Tell whether it can start another run."""
        return self._process.poll() is None

    def launch(self, request: dict[str, Any]) -> int:
        """Start a run and return its pid."""
        try:
            stdin = _pipe(self._process.stdin)
            stdin.write(json.dumps(request).encode() + b"\n")
            stdin.flush()
        except OSError:
            raise LauncherFailed(self._last_words()) from None
        answer = self._next()
        if answer is None or "pid" not in answer:
            raise LauncherFailed(self._last_words())
        return int(answer["pid"])

    def has_news(self) -> bool:
        """Tell whether the run has ended: `wait_status` will not block."""
        return bool(self._unread or select.select([self.descriptor], [], [], 0)[0])

    def wait_status(self) -> int:
        """Return the exit status of the run, when `descriptor` is readable; negative for a signal."""
        answer = self._next()
        if answer is None:
            raise LauncherFailed(self._last_words())
        return int(answer["status"])

    def close(self) -> None:
        """End the launcher, and with it whatever is left of its runs."""
        _pipe(self._process.stdin).close()
        self._process.wait()
        _pipe(self._process.stdout).close()
        _pipe(self._process.stderr).close()

    def _next(self) -> dict[str, Any] | None:
        while b"\n" not in self._unread:
            data = os.read(self.descriptor, 4096)
            if not data:
                return None
            self._unread += data
        line, _, self._unread = self._unread.partition(b"\n")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def _last_words(self) -> str:
        status = self._process.wait()
        words = _pipe(self._process.stderr).read().decode("utf-8", "replace").strip().splitlines()
        return f"the launcher ended with status {status}" + (f": {words[-1]}" if words else "")


def _command(code: str, *arguments: str) -> list[str]:
    return [sys.executable, "-I", "-X", "utf8", "-c", code, *arguments]


def _environment() -> dict[str, str]:
    """Return what a new interpreter needs to start; the student's own environment comes with each request."""
    return {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # it was opened with PIPE
    return stream
