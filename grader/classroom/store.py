"""REPORT, the folder that a grading writes: what is ours in it, what is done already, and how files get there whole.

.grader/results/   what came of each job, by its key: a killed run goes on from here
.grader/unpacked/  archives of a run that goes on
students/<id>/     the scripts that were graded, and what the writers make of each student
grades.json, ...   the class
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from grader.classroom.files import REPORT as OURS
from grader.classroom.job import Result
from grader.errors import BadInput, extra

_HALF = ".half-written"


class Store:
    """A report's folder, held by one grading at a time."""

    def __init__(self, report: Path) -> None:
        self.report = report
        self.unpacked = report / OURS / "unpacked"
        self._results = report / OURS / "results"

    def result(self, key: str) -> Result | None:
        """Return what came of a job earlier, or None."""
        try:
            return Result(**json.loads((self._results / f"{key}.json").read_text("utf-8")))
        except (FileNotFoundError, json.JSONDecodeError, TypeError):  # none, or not of this kit
            return None

    def keep(self, key: str, result: Result) -> None:
        """Keep what came of a job."""
        write_whole(self._results / f"{key}.json", [json.dumps(vars(result), ensure_ascii=False)])

    def keep_scripts(self, student: str, scripts: Mapping[str, bytes]) -> None:
        """Keep the scripts of a student that are graded, byte for byte, and no others."""
        folder = self.report / "students" / student / "submitted"
        folder.mkdir(parents=True, exist_ok=True)
        for entry in folder.iterdir():
            if entry.is_dir() and not entry.is_symlink():  # what another program has made of the scripts
                shutil.rmtree(entry)
            elif entry.name not in scripts:
                entry.unlink()
        for name, content in scripts.items():
            replace(folder / name, content)

    def remove_others(self, ids: Iterable[str]) -> None:
        """Remove the folders of students who are in the class no more; a file of somebody else's stays."""
        known, students = set(ids), self.report / "students"
        for entry in students.iterdir() if students.is_dir() else ():
            if entry.name not in known and entry.is_dir():
                shutil.rmtree(entry)

    def remove_outdated(self, files: Iterable[Path]) -> None:
        """Remove what an earlier grading wrote and this one does not: it would not fit the new grades.

        Only files go; a folder of such a name is somebody else's.
        """
        for file in files:
            if file.is_file() or file.is_symlink():
                file.unlink()


@contextmanager
def open_store(report: Path) -> Iterator[Store]:
    """Open the folder of a report, which is made where it is not there yet.

    Raises BadInput, and touches nothing, for a folder that is neither empty nor a report, or in use by another grading.
    """
    with extra("classroom"):
        import filelock
    lock = filelock.FileLock(report / OURS / "lock", timeout=0)
    try:
        _require_ours(report)
        is_new = not report.exists()
        (report / OURS / "results").mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except filelock.Timeout:
        raise BadInput(f"--out {report} is in use: another `grader grade` writes it") from None
    except OSError as error:
        raise BadInput(f"--out {report} cannot be written: {_what(error)}") from None
    try:
        store = Store(report)
        _clear_up(store)
        yield store
        shutil.rmtree(store.unpacked, ignore_errors=True)
    except BadInput:
        if is_new:  # nothing came of it: leave nothing behind
            shutil.rmtree(report, ignore_errors=True)
        raise
    finally:
        lock.release()


def _require_ours(report: Path) -> None:
    if report.exists() and not report.is_dir():
        raise BadInput(f"--out {report} is a file: name a folder")
    if report.is_dir() and not (report / OURS).is_dir():
        found = sorted(path.name for path in report.iterdir())
        if found:
            raise BadInput(
                f"--out {report} is not empty, and no earlier report ({found[0]} lies in it): name another folder"
            )


def _what(error: OSError) -> str:
    return f"{error.filename}: {error.strerror}" if error.filename else str(error.strerror or error)


def _clear_up(store: Store) -> None:
    """Remove what a killed grading left half done."""
    shutil.rmtree(store.unpacked, ignore_errors=True)
    for folder in (store.report, store.report / OURS / "results"):
        for file in folder.glob(f"*{_HALF}"):
            file.unlink()


def write_whole(file: Path, pieces: Iterable[str]) -> None:
    """Write a text file so that it is there whole, or not at all.

    What UTF-8 cannot hold, as a byte of a file's name that is no text, becomes an escape; JSON stays JSON with it.
    """
    half = file.with_name(file.name + _HALF)
    with _naming(file), open(half, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
        stream.writelines(pieces)
    os.replace(half, file)


def replace(file: Path, content: bytes) -> None:
    """Write the bytes of a file so that it is there whole, or not at all."""
    half = file.with_name(file.name + _HALF)
    with _naming(file):
        half.write_bytes(content)
    os.replace(half, file)


@contextmanager
def _naming(file: Path) -> Iterator[None]:
    """Put the name of the file into the errors that come without one: those of writing to what is open already."""
    try:
        yield
    except OSError as error:
        error.filename = error.filename or os.fspath(file)
        raise
