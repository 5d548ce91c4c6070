"""Standard output and error as files: whole lines, in order, with the process that wrote them."""

from __future__ import annotations

import io
import os
import sys
from typing import Any

from grader.recording.inside.wire import Wire

_write = os.write


class _Recorded(io.RawIOBase):
    """Appends to the run's file and reports which bytes of it are this process's own.

    Each process opens the file for itself: an offset that a parent and its workers share would not tell whose
    bytes it counts.
    """

    def __init__(self, number: int, path: str, wire: Wire) -> None:
        self._number = number
        self._path = path
        self._wire = wire
        self._descriptor = -1
        self._owner = -1

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return self._number

    def write(self, data: bytes) -> int:  # type: ignore[override]
        if self._owner != os.getpid():
            self._descriptor = os.open(self._path, os.O_WRONLY | os.O_APPEND)
            self._owner = os.getpid()
        size = _write(self._descriptor, data)
        end = os.lseek(self._descriptor, 0, os.SEEK_CUR)
        self._wire.tell("wrote", stream=self._number, end=end, size=size)
        return size


def install(paths: dict[int, str], wire: Wire) -> None:
    """Point `sys.stdout` (1) and `sys.stderr` (2) of this process at the run's files, line by line; `os.write` too."""
    recorded: dict[int, _Recorded] = {}
    for number, name, errors in ((1, "stdout", "strict"), (2, "stderr", "backslashreplace")):
        raw: Any = _Recorded(number, paths[number], wire)
        recorded[number] = raw
        buffer = io.BufferedWriter(raw)
        stream: Any = io.TextIOWrapper(buffer, encoding="utf-8", errors=errors, line_buffering=True)
        stream.mode = "w"
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)

    def write(descriptor: int, data: bytes, /) -> int:
        return recorded[descriptor].write(data) if descriptor in recorded else _write(descriptor, data)

    setattr(os, "write", write)  # noqa: B010 - an assignment would be one to a function, which mypy forbids
