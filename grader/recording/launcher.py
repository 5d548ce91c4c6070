"""Starts the student's program: from a warm interpreter that forks, or from a fresh one where there is no fork."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
import sys
import weakref
from abc import ABC, abstractmethod
from pathlib import Path
from typing import IO, Any

from grader.recording import sandbox
from grader.recording.sandbox import ROOT

if sys.platform != "win32":
    import pwd

_IMPORT = "import sys; sys.path.insert(0, {root!r}); from grader.recording.inside import {module}; sys.path.pop(0); "
_PATIENCE = 2.0  # seconds that a launcher gets to answer, or to end, before it counts as lost
# The sandbox's own folder cannot be removed from within it, nor by a grader that was killed: this shell outlives both.
_THEN_REMOVE = ["/bin/sh", "-c", '"$@"; status=$?; rmdir -- "$0" "${0%/*}" 2>/dev/null; exit $status']


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

    @property
    @abstractmethod
    def holds_all(self) -> bool:
        """Tell whether all processes of its runs end with it, and none of them can end it: in a sandbox."""

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

    @abstractmethod
    def kill(self) -> None:
        """End it by force."""


class WarmLauncher(Launcher):
    """An interpreter with the library preloaded, which forks each run: about 0.1 s cheaper than a new one a run.

    The runs' folders lie in `folder`. In a sandbox nothing but that folder can be written, and the launcher is the
    first process: no signal from within reaches it, and all others end with it.
    """

    def __init__(self, folder: Path, *, sandboxed: bool = False, run_as: str | None = None) -> None:
        self._folder = folder
        self._sandboxed = sandboxed
        self._run_as = run_as
        self._unread = b""
        self._process, self._pid = self._start_in_sandbox() if sandboxed else self._start()
        _launchers.add(self)
        if self._next() != {"ready": True}:
            raise LauncherFailed(self._last_words())

    def _start(self) -> tuple[subprocess.Popen[bytes], int]:
        words = _command(_CODE, str(self._folder), "-1")
        try:
            process = _open(words, _environment(), run_as=self._run_as)
        except PermissionError:
            raise LauncherFailed(f"the user {self._run_as} may not run {sys.executable}") from None
        return process, process.pid

    def _start_in_sandbox(self) -> tuple[subprocess.Popen[bytes], int]:
        last_pid = os.open(sandbox.LAST_PID, os.O_WRONLY | os.O_CLOEXEC)
        told, tells = os.pipe()
        try:
            start = sandbox.command(self._folder, "--info-fd", str(tells))
            words = [*_THEN_REMOVE, str(self._folder), *start, *_command(_CODE, str(self._folder), str(last_pid))]
            process = _open(words, _environment(), last_pid, tells)
        finally:
            os.close(last_pid)
            os.close(tells)
        info = _read_object(told)
        os.close(told)
        return process, int(json.loads(info)["child-pid"]) if info else process.pid

    @property
    def root(self) -> int:
        return self._pid

    @property
    def descriptor(self) -> int:
        return _pipe(self._process.stdout).fileno()

    @property
    def holds_all(self) -> bool:
        return self._sandboxed

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
        answer = self._next(_PATIENCE)
        if answer is None:
            raise LauncherFailed(self._last_words())
        return int(answer["status"])

    def let_go(self) -> None:
        """Close this process's end of the line: in a child of the grader, which must not keep the launcher alive."""
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            _pipe(stream).close()

    def close(self) -> None:
        with contextlib.suppress(BrokenPipeError):  # it is dead, and what it was sent last was never read
            _pipe(self._process.stdin).close()
        try:
            self._process.wait(_PATIENCE)
        except subprocess.TimeoutExpired:  # a script without a sandbox has stopped it
            self.kill()
        self.let_go()
        _launchers.discard(self)

    def kill(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        self._process.wait()

    def _next(self, patience: float | None = None) -> dict[str, Any] | None:
        while b"\n" not in self._unread:
            if not select.select([self.descriptor], [], [], patience)[0]:
                self.kill()
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


# It collects no garbage while it imports, where there is none: that would be a tenth of its start.
_CODE = (
    "import gc; gc.disable(); "
    + _IMPORT.format(root=str(ROOT), module="launcher")
    + "launcher.main(sys.argv[1], int(sys.argv[2]))"
)
_launchers: weakref.WeakSet[WarmLauncher] = weakref.WeakSet()


def _let_go_of_all() -> None:
    for launcher in list(_launchers):
        launcher.let_go()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go_of_all)


def _read_object(descriptor: int) -> bytes:
    """Read a JSON object, or nothing: whoever was to write it may have ended."""
    text = b""
    while not text.rstrip().endswith(b"}"):
        part = os.read(descriptor, 4096)
        if not part:
            return b""
        text += part
    return text


def _open(
    words: list[str], environment: dict[str, str], *descriptors: int, run_as: str | None = None
) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        words,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
        pass_fds=descriptors,
        user=run_as,
        group=None if run_as is None else pwd.getpwnam(run_as).pw_gid,
        extra_groups=None if run_as is None else [],
    )


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

    @property
    def holds_all(self) -> bool:
        return False

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
        self.kill()

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()


def why_not_as(user: str) -> str | None:
    """Return why scripts cannot run as another user, or None when they can."""
    if sys.platform == "win32" or os.getuid() != 0:
        return "only root can run scripts as another user; leave it out"
    try:
        pwd.getpwnam(user)
    except KeyError:
        return f"there is no such user; make one: useradd {user}"
    return None


def new_launcher(folder: Path, *, sandboxed: bool = False, run_as: str | None = None) -> Launcher:
    """Return the launcher that suits this system; LauncherFailed when it does not start."""
    return WarmLauncher(folder, sandboxed=sandboxed, run_as=run_as) if hasattr(os, "fork") else FreshLauncher()


def _command(code: str, *arguments: str) -> list[str]:
    """Return the command of a new interpreter: without site, it and all that it spawns start in a third of the time."""
    return [sys.executable, "-I", "-S", "-X", "utf8", "-c", code, *arguments]


def _environment() -> dict[str, str]:
    """Return what a new interpreter needs to start; the student's own environment comes with each request."""
    return {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    assert stream is not None  # it was opened with PIPE
    return stream
