"""The grader's end of the line to the student's processes: sockets, JSON lines, and who really sent them.

What arrives is a claim. The kernel names the process at the other end (`SO_PEERCRED`); a line that is too long, is
no JSON object or comes before a proper greeting is reported as tampering, never raised as an error of ours.
"""

from __future__ import annotations

import json
import os
import secrets
import selectors
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_LONGEST_LINE = 1 << 18  # bytes
_CREDENTIALS = struct.Struct("3i")  # pid, uid, gid: struct ucred of <sys/socket.h>


@dataclass(eq=False)
class Peer:
    """One thread of a student's process, at the other end of a connection."""

    socket: socket.socket
    host_pid: int | None  # as the kernel tells us; None where it does not
    pid: int = 0  # as the process itself sees it (another number inside a sandbox)
    main: bool = False  # the main thread of its process
    greeted: bool = False
    unread: bytes = field(default=b"", repr=False)

    def answer(self, **fields: Any) -> None:
        """Answer the question that this thread is blocked in; a thread that is gone needs no answer."""
        try:
            self.socket.sendall(json.dumps(fields).encode() + b"\n")
        except OSError:
            self.greeted = False


@dataclass(frozen=True)
class Message:
    """One event from one thread; `event` is None when the connection has ended."""

    peer: Peer
    event: dict[str, Any] | None


class Tampered(Exception):
    """Something arrived that no honest run sends."""


class Channel:
    """Listens for the processes of one run; `address` and `secret` let them in."""

    def __init__(self, folder: Path) -> None:
        self.secret = secrets.token_hex(16)
        self._selector = selectors.DefaultSelector()
        self.address: str | tuple[str, int]
        if hasattr(socket, "AF_UNIX"):
            self.address = str(folder / "line")
            self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        else:
            self.address = ("127.0.0.1", 0)
            self._listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self._listener.bind(self.address)
        if not isinstance(self.address, str):
            self.address = self._listener.getsockname()
        self._listener.listen(128)
        self._listener.setblocking(False)
        self._selector.register(self._listener, selectors.EVENT_READ, None)

    def watch(self, descriptor: int) -> None:
        """Let `receive` also return when this descriptor can be read."""
        self._selector.register(descriptor, selectors.EVENT_READ, descriptor)

    def receive(self, timeout: float) -> Iterator[Message]:
        """Wait up to `timeout` seconds for something to happen, then yield all that has arrived."""
        for key, _ in self._selector.select(timeout):
            if key.data is None:
                self._accept()
            elif isinstance(key.data, Peer):
                yield from self._read(key.data)

    def is_silent(self) -> bool:
        """Tell whether nothing has arrived that was not read yet."""
        return not self._selector.select(0)

    def close(self) -> None:
        """Close every connection, and the door."""
        for key in list(self._selector.get_map().values()):
            if isinstance(key.data, Peer):
                key.data.socket.close()
        self._selector.close()
        self._listener.close()
        if isinstance(self.address, str):
            os.unlink(self.address)

    def _accept(self) -> None:
        connection, _ = self._listener.accept()
        connection.setblocking(True)
        peer = Peer(connection, _pid_behind(connection))
        self._selector.register(connection, selectors.EVENT_READ, peer)

    def _read(self, peer: Peer) -> Iterator[Message]:
        try:
            data = peer.socket.recv(1 << 16)
        except OSError:
            data = b""
        if not data:
            self._selector.unregister(peer.socket)
            peer.socket.close()
            yield Message(peer, None)
            return
        *lines, peer.unread = (peer.unread + data).split(b"\n")
        if len(peer.unread) > _LONGEST_LINE:
            raise Tampered("a message without end")
        for line in lines:
            event = _parse(line)
            if peer.greeted:
                yield Message(peer, event)
            else:
                self._greet(peer, event)

    def _greet(self, peer: Peer, event: dict[str, Any]) -> None:
        pid = event.get("pid")
        if event.get("e") != "hello" or event.get("secret") != self.secret or not isinstance(pid, int):
            raise Tampered("a message from somebody who is not part of the run")
        peer.pid, peer.main, peer.greeted = pid, event.get("main") is True, True


def _parse(line: bytes) -> dict[str, Any]:
    try:
        event = json.loads(line)
    except (ValueError, RecursionError):
        raise Tampered("a message that is not JSON") from None
    if not isinstance(event, dict) or not isinstance(event.get("e"), str) or not isinstance(event.get("t"), int):
        raise Tampered("a message of an unknown form")
    return event


def _pid_behind(connection: socket.socket) -> int | None:
    if not hasattr(socket, "SO_PEERCRED"):
        return None
    credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    pid: int = _CREDENTIALS.unpack(credentials)[0]
    return pid
