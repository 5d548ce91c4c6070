"""The line from the student's processes to the grader: one JSON object a line, one connection a thread."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
import weakref
from typing import Any

_stamp = time.monotonic_ns  # the real clock, taken before the student's code sees another one
_GRADER_IS_GONE = 71  # exit status, as EX_OSERR of sysexits.h


class Wire:
    """Tells the grader what happens, and asks it when to go on.

    Each thread has a connection of its own, so that a thread that waits for an answer holds up nobody. A fork
    drops the parent's connections in the child: otherwise the grader would never see them end.
    """

    def __init__(self, address: str | tuple[str, int], secret: str) -> None:
        self._address = address
        self._secret = secret
        self._local = threading.local()
        self._open: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        if hasattr(os, "register_at_fork"):
            os.register_at_fork(after_in_child=self.forget)

    def tell(self, event: str, **fields: Any) -> None:
        """Report an event without waiting for an answer; its stamp `t` (nanoseconds of the real clock) is now."""
        line = json.dumps({"e": event, "t": _stamp(), **fields}).encode() + b"\n"
        try:
            self._connection().sendall(line)
        except OSError:  # a script that closes all descriptors closes this one too: connect once more
            self._local.__dict__.clear()
            self._connection().sendall(line)

    def ask(self, event: str, **fields: Any) -> dict[str, Any]:
        """Report an event and block until the grader answers it."""
        self.tell(event, **fields)
        answer: bytes = self._local.reader.readline()
        if not answer:
            os._exit(_GRADER_IS_GONE)
        reply: dict[str, Any] = json.loads(answer)
        return reply

    def forget(self) -> None:
        """Drop every connection of this process; the next word opens a new one."""
        for connection in list(self._open):
            connection.close()
        self._open = weakref.WeakSet()
        self._local = threading.local()

    def _connection(self) -> socket.socket:
        connection: socket.socket | None = getattr(self._local, "connection", None)
        return connection if connection is not None else self._connect()

    def _connect(self) -> socket.socket:
        family = socket.AF_UNIX if isinstance(self._address, str) else socket.AF_INET
        connection = socket.socket(family, socket.SOCK_STREAM)
        try:
            connection.connect(self._address)
        except OSError:
            os._exit(_GRADER_IS_GONE)
        self._open.add(connection)
        self._local.connection = connection
        self._local.reader = connection.makefile("rb")
        is_main = threading.current_thread() is threading.main_thread()
        self.tell("hello", secret=self._secret, pid=os.getpid(), tid=threading.get_native_id(), main=is_main)
        return connection
