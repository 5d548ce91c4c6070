"""A pytest plugin for gradings of hostile submissions: after each script it looks at what was left behind.

    pytest -p watch --watched FILE ...

Each finding is a line of JSON in FILE, written when the script has been judged, so that a grading which dies shows
where. The session's processes are known by a word in their PATH, and no file under its guarded folders may change.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import socket
import stat
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

_GRACE = 3.0  # real seconds in which what dies may still be seen
_RUN = re.compile(r"grader-\w{8}")  # the name of a run's folder, another one for each launcher
_watch = pytest.StashKey["Watch"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.getgroup("watch").addoption("--watched", type=Path, metavar="FILE", help="append what was seen to FILE")


def pytest_configure(config: pytest.Config) -> None:
    guarded = [Path(folder) for folder in os.environ["WATCH_GUARDED"].split(os.pathsep)]
    mark, port = os.environ["WATCH_MARK"], int(os.environ["WATCH_PORT"])
    config.stash[_watch] = Watch(config.getoption("--watched"), mark, port, guarded)


def pytest_unconfigure(config: pytest.Config) -> None:
    config.stash[_watch].close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Of an honest neighbour only the costliest claim is judged, and what that rests on."""
    items[:] = [
        item
        for item in items
        if not item.path.parent.name.endswith("-neighbour") or item.name == "test_both_results_are_printed"
    ]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    yield
    if nextitem is None or nextitem.path != item.path:
        item.config.stash[_watch].look(item.path)


class Watch:
    """What a session has of processes, files, shared memory and connections, compared with what it had."""

    def __init__(self, file: Path, mark: str, port: int, guarded: list[Path]) -> None:
        self._file = file
        self._mark = mark.encode()
        self._known: Counter[str] | None = None
        self._temporary = 0
        self._guarded = guarded
        self._files = self._look_at_files()
        self._listener = Listener(port)
        self._began = time.monotonic()

    def look(self, script: Path) -> None:
        """Write down what the script has left behind; the first one, which is honest, shows what the grader keeps."""
        seconds = time.monotonic() - self._began
        if self._known is None:
            self._known = Counter(self._processes().values())
            self._temporary = len(os.listdir(tempfile.gettempdir()))
        with self._file.open("a", encoding="utf-8") as file:
            file.write(json.dumps({"script": os.fspath(script), "seconds": seconds, **self._left_behind()}) + "\n")
        self._files = self._look_at_files()
        self._listener.taken.clear()
        self._began = time.monotonic()

    def close(self) -> None:
        self._listener.close()

    def _left_behind(self) -> dict[str, list[str]]:
        deadline = time.monotonic() + _GRACE
        while True:
            found = {
                "processes": sorted((Counter(self._processes().values()) - (self._known or Counter())).elements()),
                "temporary": sorted(os.listdir(tempfile.gettempdir()))[self._temporary :],
                "shared": [name for name in _shared_memory() if self._mark.decode() in name] + self._segments(),
                "files": sorted({path for path, _ in self._files.items() ^ self._look_at_files().items()}),
                "connections": list(self._listener.taken),
            }
            if not any(found.values()) or time.monotonic() > deadline:
                return found
            time.sleep(0.05)

    def _segments(self) -> list[str]:
        """Return the shared memory of System V that a script has made under a key which begins like the mark."""
        key = str(int(self._mark[:7], 16))
        lines = Path("/proc/sysvipc/shm").read_text("ascii").splitlines()[1:]
        return [f"segment {line.split()[1]}" for line in lines if line.split()[0] == key]

    def _processes(self) -> dict[int, str]:
        """Return the living processes of this session, its own one left out, and what was executed in each."""
        found = {}
        for entry in filter(str.isdigit, os.listdir("/proc")):
            with contextlib.suppress(OSError):
                if int(entry) != os.getpid() and self._mark in Path(f"/proc/{entry}/environ").read_bytes():
                    words = Path(f"/proc/{entry}/cmdline").read_bytes().decode("utf-8", "replace").replace("\0", " ")
                    found[int(entry)] = _RUN.sub("grader-*", words)
        return {pid: words for pid, words in found.items() if words}

    def _look_at_files(self) -> dict[str, tuple[int, ...]]:
        """Return what would differ if somebody had changed, made or removed a file."""
        found = {}
        for guarded in self._guarded:
            for folder, folders, files in os.walk(guarded):
                for name in [*folders, *files]:
                    path = os.path.join(folder, name)
                    with contextlib.suppress(FileNotFoundError):
                        status = os.lstat(path)
                        found[path] = (status.st_mode, status.st_uid, status.st_ino, _content(status))
        return found


def _content(status: os.stat_result) -> int:
    return 0 if stat.S_ISDIR(status.st_mode) else hash((status.st_size, status.st_mtime_ns))


class Listener:
    """Waits at a port of this machine for somebody who has no business there."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_server(("127.0.0.1", port), reuse_port=True)
        self.taken: list[str] = []  # the connections since the last look
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = self._socket.accept()
                self.taken.append("somebody connected")
                connection.close()

    def close(self) -> None:
        self._socket.close()


def _shared_memory() -> list[str]:
    return os.listdir("/dev/shm") if os.path.isdir("/dev/shm") else []
