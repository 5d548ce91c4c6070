"""Starts the student's program: from a warm interpreter that forks, or from a fresh one where there is no fork."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
from abc import ABC, abstractmethod
from pathlib import Path
from typing import IO, Any

ROOT = Path(__file__).resolve().parents[2]
_IMPORT = "import sys; sys.path.insert(0, {root!r}); from grader.recording.inside import {module}; sys.path.pop(0); "


class LauncherFailed(Exception):
    """The launcher did not start, or has gone; the message says what was seen."""


class Launcher(ABC):
    """Starts one program at a time, and tells when it has ended."""

    @property
    @abstractmethod
    def root(self) -> int | None:
        """The process of which every process of a run descends; None: that is the run's own first process."""

    @property
    @abstractmethod
    def descriptor(self) -> int | None:
        """Readable when a run has ended; None where there is no such thing."""

    @abstractmethod
    def is_alive(self) -> bool:
        """Tell whether it can start another run."""

    @abstractmethod
    def launch(self, request: dict[str, Any]) -> int:
        """Start a run and return its pid; LauncherFailed when it cannot be started."""

    @abstractmethod
    def has_news(self) -> bool:
        """Tell whether the run has ended: `wait_status` will not block."""

    @abstractmethod
    def wait_status(self) -> int:
        """Return the exit status of the run, negative for a signal."""

    @abstractmethod
    def close(self) -> None:
        """End the launcher, and with it whatever is left of its runs."""


class WarmLauncher(Launcher):
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
    def root(self) -> int:
        return self._process.pid

    @property
    def descriptor(self) -> int:
        return _pipe(self._process.stdout).fileno()

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def launch(self, request: dict[str, Any]) -> int:
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
        return bool(self._unread or select.select([self.descriptor], [], [], 0)[0])

    def wait_status(self) -> int:
        answer = self._next()
        if answer is None:
            raise LauncherFailed(self._last_words())
        return int(answer["status"])

    def close(self) -> None:
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


class FreshLauncher(Launcher):
    """A new interpreter for each run: for systems that cannot fork."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def root(self) -> None:
        return None

    @property
    def descriptor(self) -> None:
        return None

    def is_alive(self) -> bool:
        return True

    def launch(self, request: dict[str, Any]) -> int:
        code = _IMPORT.format(root=str(ROOT), module="program") + "import json; program.run(json.loads(sys.argv.pop()))"
        with open(request["recorder"]["stdout"], "ab") as stdout, open(request["recorder"]["stderr"], "ab") as stderr:
            self._process = subprocess.Popen(
                _command(code, json.dumps(request)),
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                env=_environment(),
                start_new_session=True,
            )
        return self._process.pid

    def has_news(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def wait_status(self) -> int:
        return 0 if self._process is None else self._process.wait()

    def close(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()


def new_launcher() -> Launcher:
    """Return the launcher that suits this system; LauncherFailed when it does not start."""
    return WarmLauncher() if hasattr(os, "fork") else FreshLauncher()


def _command(code: str, *arguments: str) -> list[str]:
    return [sys.executable, "-I", "-X", "utf8", "-c", code, *arguments]


def _environment() -> dict[str, str]:
    """Return what a new interpreter needs to start; the student's own environment comes with each request."""
    return {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # it was opened with PIPE
    return stream
