"""Unpacking what students packed, and what may have been packed to hurt.

Nothing is ever written under a name from an archive: the files that are wanted get numbers for names in a folder of our
own, and what they were called is kept beside. So absolute names, `..`, names that a system cannot have, and two names
that differ in capitals only are harmless here, though absolute names and `..` are left out and said. Links and devices
are left out, too. What is counted is what really comes out, not what the archive says of itself.
"""

from __future__ import annotations

import bz2
import errno
import gzip
import io
import lzma
import os
import stat
import struct
import tarfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from grader.classroom.files import File, is_litter

_MEBI = 1 << 20
_PIECE = 1 << 16  # bytes that are read at a time
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2}
_GZIP, _BZIP2, _XZ = b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0"
_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1
_DAMAGE: tuple[type[Exception], ...] = (zipfile.BadZipFile, tarfile.TarError, zlib.error, lzma.LZMAError, struct.error)
_DAMAGE += (EOFError, ValueError, OverflowError, NotImplementedError, RecursionError, MemoryError, IndexError, KeyError)
_XZ_MEMORY = 128 * _MEBI  # bytes; what xz -9 needs is 65 MiB
SUFFIXES = (".zip", ".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2", ".tbz2", ".tbz")
_FOREIGN = (".7z", ".rar", ".tar.zst")  # archives that are not unpacked here
_SIGNATURES = {b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"\x28\xb5\x2f\xfd": "Zstandard"}


class BadArchive(Exception):
    """An archive cannot be unpacked, or must not be; the message says why, as the end of a sentence."""


class NoArchive(BadArchive):
    """A file is none."""


@dataclass(frozen=True)
class Caps:
    """What may come out of one archive. The first one that is exceeded makes it a bad one."""

    size: int = 64 * _MEBI  # bytes of the archive itself
    count: int = 10_000  # members
    directory: int = 4 * _MEBI  # bytes of a zip's table of contents
    total: int = 128 * _MEBI  # bytes that come out
    one: int = 32 * _MEBI  # bytes of one file that is wanted
    ratio: float = 200.0  # of what comes out to the archive, once more than 10 MiB has come out


STUDENTS = Caps()
# The download itself comes from the LMS, by the instructor's hand: it may be large, but is not believed either.
DOWNLOAD = Caps(16_384 * _MEBI, 1_000_000, 16_384 * _MEBI, 16_384 * _MEBI, 64 * _MEBI)


@dataclass
class Unpacked:
    """What came out of an archive: its files, those that nobody wanted as mere names, and what was left out."""

    files: list[File] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def suffix_of(name: str) -> str | None:
    """Return the suffix that makes a file an archive, or None."""
    lower = name.lower()
    return next((suffix for suffix in sorted(SUFFIXES, key=len, reverse=True) if lower.endswith(suffix)), None)


def foreign_suffix_of(name: str) -> str | None:
    """Return the suffix that makes a file an archive of a kind that is not unpacked here, or None."""
    return next((suffix for suffix in _FOREIGN if name.lower().endswith(suffix)), None)


def stem_of(name: str) -> str:
    """Return the name of an archive without its suffix."""
    suffix = suffix_of(name) or foreign_suffix_of(name)
    return name[: -len(suffix)] if suffix else name


def unpack(archive: Path, folder: Path, wanted: Callable[[str], bool], caps: Caps = STUDENTS) -> Unpacked:
    """Write the wanted files of an archive into `folder`, an empty one, as 0000, 0001, ...

    Raises BadArchive for one that is broken, encrypted, of another kind, or larger than `caps` allow.
    """
    size = archive.stat().st_size
    if size > caps.size:
        raise BadArchive(f"is larger than {caps.size // _MEBI} MiB")
    folder.mkdir(parents=True, exist_ok=True)
    sink = _Sink(folder, wanted, caps, size)
    try:
        with open(archive, "rb") as file:
            _unpacker_of(file)(file, sink)
    except OSError as error:
        if error.errno not in (None, errno.EINVAL):  # the system's own trouble, and not what damage leads to
            raise
        raise BadArchive(f"is damaged: {error}") from None
    except _DAMAGE as error:
        raise BadArchive(f"is damaged: {str(error) or type(error).__name__}") from None
    return sink.unpacked


class _Sink:
    """Takes members of an archive, one after the other, and watches the caps."""

    def __init__(self, folder: Path, wanted: Callable[[str], bool], caps: Caps, size: int) -> None:
        self.caps = caps
        self.unpacked = Unpacked()
        self._folder = folder
        self._wanted = wanted
        self._size = max(size, 1)
        self._total = self._members = 0

    def wants(self, name: str, *, regular: bool) -> bool:
        """Tell whether a member is to be unpacked, and keep its name."""
        self._members += 1
        if self._members > self.caps.count:
            raise BadArchive(f"holds more than {self.caps.count} files")
        reason = "a link, a device or a file with holes" if not regular else _why_unsafe(name)
        if reason is not None:
            if not is_litter(name):
                self.unpacked.notes.append(f"{name[:200]!r} was left out of the archive: it is {reason}")
            return False
        if not self._wanted(name):
            self.unpacked.files.append(File(_tidy(name), None))
            return False
        return True

    def write(self, name: str, pieces: Iterable[bytes], modified: float) -> None:
        """Write one member into a file of its own."""
        path = self._folder / f"{len(self.unpacked.files):04}"
        written = 0
        with open(path, "xb") as file:
            for piece in pieces:
                written += len(piece)
                if written > self.caps.one:
                    raise BadArchive(f"holds a file of more than {self.caps.one // _MEBI} MiB: {name[:200]!r}")
                file.write(piece)
        self.unpacked.files.append(File(_tidy(name), path, modified))

    def counted(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """Count the bytes that come out, and stop where they are too many."""
        for piece in pieces:
            self._total += len(piece)
            if self._total > self.caps.total:
                raise BadArchive(f"holds more than {self.caps.total // _MEBI} MiB")
            if self._total > 10 * _MEBI and self._total > self.caps.ratio * self._size:
                raise BadArchive(f"grows to more than {self.caps.ratio:g} times its size: it is a bomb")
            yield piece


def _why_unsafe(name: str) -> str | None:
    """Return why a name leads out of the folder that it is unpacked into, or None."""
    parts = name.replace("\\", "/").split("/")
    if "\0" in name:
        return "named with a null byte"
    if parts[0] == "" or (len(parts[0]) > 1 and parts[0][1] == ":"):
        return "named with an absolute path"
    return "named with a path that leads out of the archive" if ".." in parts else None


def _tidy(name: str) -> str:
    """Return a name with / between its folders, and nothing else between them."""
    return "/".join(part for part in name.replace("\\", "/").split("/") if part not in ("", "."))


def _unpacker_of(file: IO[bytes]) -> Callable[[IO[bytes], _Sink], None]:
    start = file.read(512)
    file.seek(0)
    if start.startswith(b"PK"):
        return _unpack_zip
    if start.startswith((_GZIP, _BZIP2, _XZ)) or start[257:262] == b"ustar":
        return _unpack_tar
    kind = next((kind for signature, kind in _SIGNATURES.items() if start.startswith(signature)), None)
    if kind is not None:
        raise BadArchive(f"is a {kind} archive: pack it as zip or tar.gz")
    raise NoArchive("is no archive, whatever its name says") if start else BadArchive("is empty")


# zip ------------------------------------------------------------------------------------------------------------


def _unpack_zip(file: IO[bytes], sink: _Sink) -> None:
    _look_at_the_table_of_contents(file, sink.caps)
    with zipfile.ZipFile(file) as archive:
        for member in archive.infolist():
            name = _name_in_zip(member)
            if name.endswith("/") or not sink.wants(name, regular=_is_regular_in_zip(member)):
                continue
            if member.flag_bits & _ENCRYPTED_FLAG:
                raise BadArchive("is encrypted: it can be opened with a password only")
            if member.compress_type not in _METHODS:
                raise BadArchive(f"is packed by a method that is not known here ({member.compress_type})")
            with archive.open(member) as content:
                sink.write(name, sink.counted(_pieces(content)), _modified_in_zip(member))


def _look_at_the_table_of_contents(file: IO[bytes], caps: Caps) -> None:
    """Refuse a table of contents that is too large before `zipfile` reads it whole into memory."""
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - (1 << 16) - 22))
    tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) < end + 22:
        raise BadArchive("is damaged: it has no table of contents")
    directory = struct.unpack_from("<I", tail, end + 12)[0]
    has_more = tail[max(0, end - 20) : end].startswith(b"PK\x06\x07")  # zip64: the true size stands elsewhere
    if directory > caps.directory or (has_more and size > caps.directory):
        raise BadArchive(f"has a table of contents of more than {caps.directory // _MEBI} MiB")
    file.seek(0)


def _name_in_zip(member: zipfile.ZipInfo) -> str:
    """Return the name of a member: UTF-8 where it says so or is, else of the code page that zip began with."""
    if member.flag_bits & _UTF8_FLAG:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.filename


def _is_regular_in_zip(member: zipfile.ZipInfo) -> bool:
    kind = stat.S_IFMT(member.external_attr >> 16)
    return kind in (0, stat.S_IFREG)


def _modified_in_zip(member: zipfile.ZipInfo) -> float:
    try:
        return time.mktime((*member.date_time, 0, 0, -1))
    except (ValueError, OverflowError):
        return 0.0


# tar ------------------------------------------------------------------------------------------------------------


def _unpack_tar(file: IO[bytes], sink: _Sink) -> None:
    stream = io.BufferedReader(_Stream(sink.counted(_unpressed(file))), _PIECE)
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for member in archive:
            is_whole = member.isreg() and not member.issparse()  # one with holes grows as it is read, past all counting
            if member.isdir() or not sink.wants(member.name, regular=is_whole):
                continue
            content = archive.extractfile(member)
            if content is not None:
                sink.write(member.name, _pieces(content), float(member.mtime))


def _unpressed(file: IO[bytes]) -> Iterator[bytes]:
    """Return the bytes of a tar file, whatever it is packed with."""
    start = file.read(6)
    file.seek(0)
    if start.startswith(_GZIP):
        return _pieces(gzip.GzipFile(fileobj=file))
    if start.startswith(_BZIP2):
        return _pieces(bz2.BZ2File(file))
    if start == _XZ:
        return _unpack_xz(file)
    return _pieces(file)


def _pieces(file: IO[bytes] | io.BufferedIOBase) -> Iterator[bytes]:
    while piece := file.read(_PIECE):
        yield piece


def _unpack_xz(file: IO[bytes]) -> Iterator[bytes]:
    """Unpack xz with a bound on its memory, which an archive can ask for as it likes."""
    unpacker = lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_XZ_MEMORY)
    while not unpacker.eof:
        packed = file.read(_PIECE) if unpacker.needs_input else b""
        if not packed and unpacker.needs_input:
            raise EOFError("it ends too early")
        if piece := unpacker.decompress(packed, _PIECE):
            yield piece


class _Stream(io.RawIOBase):
    """Bytes that come in pieces, to be read like a file; those of files that nobody wants, too."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        if not self._rest:
            self._rest = next(self._pieces, b"")
        piece, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)
