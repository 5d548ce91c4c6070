"""Copies a submission's files to where they are run: regular files of a bearable size, and nothing that lies beside."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable
from pathlib import Path

LARGEST = 1 << 16  # bytes of a script: one of 250 KB can be nested so deep that reading it kills the interpreter
_FLAGS = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))


class Unfit(Exception):
    """A file cannot be taken: what was seen, and what helps."""

    def __init__(self, seen: str, hint: str) -> None:
        super().__init__(seen)
        self.seen = seen
        self.hint = hint


def read(path: Path) -> bytes:
    """Return the content of a script. Raises Unfit for what is no file of its own, cannot be opened, or is too large.

    Neither a link nor a pipe is followed or waited for, and no more is read than a script may have.
    """
    try:
        descriptor = os.open(path, _FLAGS)
    except FileNotFoundError:
        raise Unfit("there is no such file", f"write {path.name}, starting from its stub") from None
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise Unfit("the file is a link to another one", "hand in the file itself") from None
        raise Unfit(f"the file cannot be opened: {error.strerror}", "look at its permissions") from None
    try:
        is_file = stat.S_ISREG(os.fstat(descriptor).st_mode)
        content = _read(descriptor) if is_file else b""
    finally:
        os.close(descriptor)
    if not is_file:
        raise Unfit("this is no file, but something else of that name", f"write {path.name} as a file of its own")
    if len(content) > LARGEST:
        raise Unfit(f"the file is larger than {LARGEST >> 10} KiB", "hand in the script alone, without data")
    return content


def _read(descriptor: int) -> bytes:
    with open(descriptor, "rb", closefd=False) as file:
        return file.read(LARGEST + 1)


def stage(folder: Path, script: Path, companions: Iterable[Path]) -> Path:
    """Copy a script, and the others that it may import, into a new folder, and return that.

    Raises Unfit when the script itself cannot be taken. The copies are only their owner's, whatever
    the originals are; a companion that is unfit is left out.
    """
    home = folder / "home"
    home.mkdir(mode=0o700)
    (home / "tmp").mkdir(mode=0o700)
    _write(home / script.name, read(script))
    for companion in companions:
        try:
            content = read(companion)
        except Unfit:  # it is told where that exercise is graded
            continue
        _write(home / companion.name, content)
    return home


def _write(path: Path, content: bytes) -> None:
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600), "wb") as file:
        file.write(content)
