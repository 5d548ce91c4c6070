"""The output of a run: two files that every process of it appends to, and who wrote which part of them when."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import Any

from grader.recording.channel import Peer, Tampered
from grader.recording.recording import Line

STREAMS = {1: "stdout", 2: "stderr"}


@dataclass(frozen=True)
class _Part:
    start: int
    end: int
    pid: int
    at: float


class Output:
    """Standard output and error of a run. At most `limit` bytes of each are ever read back: head and tail."""

    def __init__(self, folder: Path, limit: int) -> None:
        self.paths = {number: folder / name for number, name in STREAMS.items()}
        self.cut: dict[str, int] = {}
        self._limit = limit
        self._parts: dict[int, list[_Part]] = {number: [] for number in STREAMS}
        # Held open from the start: whatever a script puts in the place of a file later on is never opened.
        self._files = {number: open(path, "xb+", buffering=0) for number, path in self.paths.items()}  # noqa: SIM115

    def close(self) -> None:
        """Let go of the files."""
        for file in self._files.values():
            file.close()

    def wrote(self, peer: Peer, event: dict[str, Any], at: float) -> None:
        """Note which bytes of a file a process has written."""
        try:
            end, size = int(event["end"]), int(event["size"])
            self._parts[event["stream"]].append(_Part(end - size, end, peer.pid, at))
        except (KeyError, TypeError, ValueError, OverflowError):
            raise Tampered("a report of output of an unknown form") from None

    def sizes(self) -> dict[int, int]:
        """Return how many bytes each file holds now."""
        return {number: os.fstat(file.fileno()).st_size for number, file in self._files.items()}

    def lines(self, since: dict[int, int] | None = None, *, now: float = 0.0) -> list[Line]:
        """Return the lines that were written after the sizes `since`, in the order of their time.

        Bytes are UTF-8 (the run's processes are told so); what is not is shown as a replacement character.
        """
        found = [line for number in STREAMS for line in self._read(number, (since or {}).get(number, 0), now)]
        found.sort(key=lambda line: line.at)
        for order, line in enumerate(found):
            line.order = order
        return found

    def _read(self, number: int, start: int, now: float) -> Iterator[Line]:
        if self.sizes()[number] <= start:
            return
        parts = sorted((part for part in self._parts[number] if part.end > start), key=lambda part: part.start)
        index = 0
        time = max((part.at for part in self._parts[number] if part.end <= start), default=0.0)
        for position, raw in self._chunks(number, start):
            while index < len(parts) and parts[index].end <= position:
                time = parts[index].at
                index += 1
            part = parts[index] if index < len(parts) and parts[index].start <= position else None
            time = part.at if part else time if self._parts[number] else now
            yield Line(STREAMS[number], raw.decode("utf-8", "replace"), part.pid if part else None, time)

    def _chunks(self, number: int, start: int) -> Iterator[tuple[int, bytes]]:
        """Yield each line with its position; where the file is too long, its middle is left out."""
        file = self._files[number]
        size = max(start, self.sizes()[number])  # a script may have cut it
        if size - start <= self._limit:
            yield from _split(start, self._part(file, start, size))
            return
        half = self._limit // 2
        yield from _split(start, self._part(file, start, start + half))
        self.cut[STREAMS[number]] = size - start - 2 * half
        yield from _split(size - half, self._part(file, size - half, size))

    def _part(self, file: FileIO, start: int, end: int) -> bytes:
        file.seek(start)
        return file.read(end - start)


def _split(position: int, data: bytes) -> Iterator[tuple[int, bytes]]:
    for raw in data.splitlines(keepends=True):
        yield position, raw.rstrip(b"\r\n")
        position += len(raw)
