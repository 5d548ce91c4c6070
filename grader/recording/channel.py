"""The grader's end of the line to the student's processes: sockets, JSON lines, and who really sent them.

What arrives is a claim. The kernel names the process at the other end (`SO_PEERCRED`, and in /proc the pid by which it
knows itself); a line that is too long, is no JSON object or comes before a proper greeting is reported as tampering,
never raised as an error of ours. Nobody can make the grader wait, or fill its memory.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import selectors
import socket
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

_LONGEST_LINE = 1 << 20  # bytes; a table of texts has no more
_LONGEST_GREETING = 1 << 10
_MOST_UNREAD = 4 << 20  # bytes of unfinished lines, of all peers together
_MOST_PEERS = 600  # threads that are connected at once
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
        """Answer the question that this thread is blocked in; a thread that is gone needs no answer.

        Raises Tampered for one that asks on and on, and reads no answer.
        """
        try:
            self.socket.sendall(json.dumps(fields).encode() + b"\n")
        except BlockingIOError:
            raise Tampered("questions whose answers nobody reads") from None
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
        if hasattr(socket, "SO_PASSCRED"):  # accepted connections inherit it
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
        self._listener.bind(self.address)
        if not isinstance(self.address, str):
            self.address = self._listener.getsockname()
        self._listener.listen(128)
        self._listener.setblocking(False)
        self._pids: dict[int, int] = {}  # of each process: the kernel's number -> the one by which it knows itself
        self._unread = 0
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
            with contextlib.suppress(OSError):  # a script may have removed it, or put a folder in its place
                os.unlink(self.address)

    def _accept(self) -> None:
        if len(self._selector.get_map()) > _MOST_PEERS:
            raise Tampered("more connections than a run may have threads")
        connection, _ = self._listener.accept()
        connection.setblocking(False)
        peer = Peer(connection, _pid_behind(connection))
        self._selector.register(connection, selectors.EVENT_READ, peer)

    def _read(self, peer: Peer) -> Iterator[Message]:
        try:
            data, sender = _receive(peer.socket)
        except OSError:
            data, sender = b"", None
        if data and sender is not None and sender != peer.host_pid:
            raise Tampered("a process that speaks for another")
        self._unread -= len(peer.unread)
        if not data:
            self._selector.unregister(peer.socket)
            peer.socket.close()
            yield Message(peer, None)
            return
        *lines, peer.unread = (peer.unread + data).split(b"\n")
        self._unread += len(peer.unread)
        longest = _LONGEST_LINE if peer.greeted or lines else _LONGEST_GREETING
        if len(peer.unread) > longest or self._unread > _MOST_UNREAD:
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
        if peer.host_pid is not None and not self._is_known_as(peer.host_pid, pid):
            raise Tampered("a process that gives itself out for another")
        peer.pid, peer.main, peer.greeted = pid, event.get("main") is True, True

    def _is_known_as(self, host_pid: int, pid: int) -> bool:
        """Tell whether a process has this pid in its own eyes: in a sandbox that is another number than in ours.

        One that has ended already is believed, if no other process has that pid.
        """
        if host_pid not in self._pids:
            own = pid if pid == host_pid else _pid_inside(host_pid) or pid
            if own in self._pids.values():
                return False
            self._pids[host_pid] = own
        return self._pids[host_pid] == pid


def _parse(line: bytes) -> dict[str, Any]:
    try:
        event = _JSON.decode(line.decode())
    except (ValueError, RecursionError):
        raise Tampered("a message that is not JSON") from None
    if not isinstance(event, dict) or not isinstance(event.get("e"), str) or not isinstance(event.get("t"), int):
        raise Tampered("a message of an unknown form")
    return event


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")


_JSON = json.JSONDecoder(parse_constant=_refuse)


def _pid_inside(host_pid: int) -> int | None:
    """Return the pid of a process in its own, innermost namespace; None when it is gone."""
    try:
        with open(f"/proc/{host_pid}/status", "rb") as file:
            numbers = next(line for line in file if line.startswith(b"NSpid:"))
    except (OSError, StopIteration):
        return None
    return int(numbers.split()[-1])


def _receive(connection: socket.socket) -> tuple[bytes, int | None]:
    """Return what has arrived, and which process sent it: a connection may be passed on, and then others can write.

    The kernel notes that with each message where it is asked to (`SO_PASSCRED`, unix(7)), and gives what one sender
    wrote at a time; None where it does not.
    """
    if not hasattr(socket, "SCM_CREDENTIALS"):
        return connection.recv(1 << 16), None
    data, notes, _, _ = connection.recvmsg(1 << 16, socket.CMSG_SPACE(_CREDENTIALS.size))
    for level, kind, content in notes:
        if level == socket.SOL_SOCKET and kind == socket.SCM_CREDENTIALS:
            pid: int = _CREDENTIALS.unpack(content[: _CREDENTIALS.size])[0]
            return data, pid
    return data, None


def _pid_behind(connection: socket.socket) -> int | None:
    if not hasattr(socket, "SO_PEERCRED"):
        return None
    credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
    pid: int = _CREDENTIALS.unpack(credentials)[0]
    return pid
