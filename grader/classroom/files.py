"""The files of what was handed in, wherever they lie: in a folder, or unpacked from an archive."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from grader.errors import BadInput

_DEEPEST = 30  # folders
_LITTER = {"__macosx", ".ds_store", "thumbs.db", "desktop.ini", "__pycache__", ".ipynb_checkpoints", "node_modules"}
_LITTER |= {".idea", ".vscode", ".venv", "venv", "site-packages", ".mypy_cache", ".pytest_cache", ".ruff_cache"}
GIT = ".git"
REPORT = ".grader"  # in a report, where the grader keeps what it knows
HEAD = f"{GIT}/HEAD"  # of all that git keeps the one file that shows that a folder is a clone


@dataclass(frozen=True)
class File:
    """One file: its name in what was handed in (with / between folders), where its bytes lie, and how new it is."""

    name: str
    path: Path | None  # None: only the name is known, nobody wanted the bytes of it out of its archive
    modified: float = 0.0  # seconds since 1970; 0 where nobody knows
    upload: int = 0  # the number that a system gave it, which counts upwards; 0 where there is none
    archive: File | None = None  # that it came out of

    @property
    def parts(self) -> tuple[str, ...]:
        """The folders it lies in, and its own name."""
        return tuple(self.name.split("/"))

    @property
    def last(self) -> str:
        """Its own name, without the folders."""
        return self.parts[-1]

    @property
    def archives(self) -> tuple[File, ...]:
        """The archives that it came out of, the one that was handed in first."""
        return () if self.archive is None else (*self.archive.archives, self.archive)

    @property
    def place(self) -> tuple[str, ...]:
        """Where it lies: the folders and archives above it, from the top of what was handed in."""
        return (*(part for each in self.archives for part in each.parts), *self.parts[:-1])

    def read(self, size: int) -> bytes:
        """Return its bytes, and no more of them than `size`; OSError where it is no regular file or cannot be read."""
        if self.path is None:
            raise OSError(0, "it was left in its archive")
        descriptor = os.open(self.path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with open(descriptor, "rb") as file:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise OSError(0, "it is no regular file")
            return file.read(size)

    @property
    def is_folder(self) -> bool:
        """It is no file, but a folder with nothing in it."""
        return self.name.endswith("/")

    def below(self, depth: int) -> File:
        """Return the same file as seen from a folder that is so many levels down."""
        return replace(self, name="/".join(self.parts[depth:]))


def is_litter(name: str) -> bool:
    """Tell whether a file or one of its folders is what systems and tools leave behind, and nobody hands in."""
    return any(
        part.lower() in _LITTER or part.startswith(("._", "~$", ".~lock")) or part == GIT for part in name.split("/")
    )


def is_clone(name: str) -> bool:
    """Tell whether a file shows that the folder above `.git` is a clone of a repository."""
    return name == HEAD or name.endswith(f"/{HEAD}")


@dataclass(frozen=True)
class LeftOut:
    """What lies in a folder and is not looked into: its name as that of a file, and why, as the end of a sentence."""

    name: str
    path: Path
    why: str


def walk(folder: Path, left_out: list[LeftOut] | None = None, work: Path | None = None) -> Iterator[File]:
    """Return the regular files below a folder, in the order of their names; links are never followed.

    Litter is passed over, and so is the report in which `work` lies: it is often written where the submissions are. All
    else that is no file to look at is added to `left_out`. Of what git keeps only the file is returned that shows that
    there is a clone. A folder with nothing in it is returned by its name and a slash: somebody may have handed in
    nothing.
    """
    ours = () if work is None else work.resolve().parents
    yield from _walk(folder, "", 0, [] if left_out is None else left_out, frozenset(ours))


def _walk(folder: Path, prefix: str, depth: int, left_out: list[LeftOut], ours: frozenset[Path]) -> Iterator[File]:
    is_empty = True
    for entry in _entries(folder):
        name, path = prefix + shown(entry.name), folder / entry.name
        if entry.name == GIT and (folder / HEAD).is_file():
            yield File(f"{name}/HEAD", folder / HEAD)
        elif is_litter(shown(entry.name)) or (entry.is_dir(follow_symlinks=False) and _keeps(path, ours)):
            continue
        elif why := _why_left_out(entry, path, depth):
            left_out.append(LeftOut(name, path, why))
            continue
        elif entry.is_dir(follow_symlinks=False):
            yield from _walk(path, f"{name}/", depth + 1, left_out, ours)
        else:
            yield File(name, path, entry.stat(follow_symlinks=False).st_mtime)
        is_empty = False
    if is_empty and prefix:
        yield File(prefix, None)


def _keeps(folder: Path, ours: frozenset[Path]) -> bool:
    """Tell whether a folder is the report that is being written."""
    return bool(ours) and Path(os.path.realpath(folder / REPORT)) in ours


def _why_left_out(entry: os.DirEntry[str], path: Path, depth: int) -> str | None:
    if entry.is_symlink():
        return "is a link: it was not followed"
    if entry.is_file(follow_symlinks=False):
        return None
    if not entry.is_dir(follow_symlinks=False):
        return "is neither a file nor a folder: it was passed over"
    if _is_report(path):
        return "is a report of the grader, and nothing that was handed in: it was passed over"
    return f"lies in more than {_DEEPEST} folders: it was not looked into" if depth >= _DEEPEST else None


def _is_report(folder: Path) -> bool:
    """Tell a whole report from a student's folder in which something has the name of what is ours."""
    whole = stat.S_ISDIR(_mode(folder / REPORT)) and stat.S_ISREG(_mode(folder / "grades.json"))
    return whole and any(stat.S_ISREG(_mode(folder / name)) for name in ("index.html", "grades.csv"))


def _mode(path: Path) -> int:
    try:
        return path.lstat().st_mode
    except OSError:
        return 0


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        raise BadInput(f"the folder {folder} cannot be read: {error.strerror}") from None


def shown(name: str) -> str:
    """Return the name of a file as text that can be written anywhere: bytes that are no UTF-8 read as `\\xff`."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
