"""Classes to grade: twenty students, and the same twenty as each system hands them out."""

from __future__ import annotations

import io
import os
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

from corpus import ROOT, SUBMISSIONS

SOLUTIONS = {file.stem: file.read_bytes() for file in sorted((ROOT / "solutions").glob("*.py"))}
STUBS = {file.stem: file.read_bytes() for file in sorted((ROOT / "exercises").glob("*.py"))}
SERIAL = (SUBMISSIONS / "mistakes/applyasync/get-right-after-apply-async/applyasync.py").read_bytes()
NAMES = [
    ("Doe", "Jane"),
    ("Doe", "Jane"),  # two students of one name
    ("Müller", "Jürgen"),
    ("O'Brien", "Seán"),
    ("de la Cruz", "María José"),
    ("李", "雷"),
    ("Иванова", "Ольга"),
    ("Παπαδόπουλος", "Γιώργος"),
    ("محمد", "أحمد"),
    ("शर्मा", "अनिल"),
    ("Nguyễn", "Thị Hoa"),
    ("김", "민준"),
    ("Ødegård", "Åse"),
    ("Łukasiewicz", "Żaneta"),
    ("cohen", "דוד"),
    ("Con", ""),  # a name that no file on Windows may have
    ("Smith-Jones", "Al"),
    ("=SUM(A1)", "@x"),
    ("<b>Bold</b>", "&amp;"),
    ("Sato", "さくら"),
]


@dataclass(frozen=True)
class Student:
    """One student of the class: a number that systems know them by, a name, a user name."""

    number: int
    last: str
    first: str

    @property
    def user(self) -> str:
        return f"user-{self.number}"

    @property
    def full(self) -> str:
        return f"{self.first} {self.last}".strip()

    @property
    def squeezed(self) -> str:
        """The name as Canvas writes it: sortable, lower case, word characters only."""
        return "".join(char for char in f"{self.last}{self.first}".lower() if char.isalnum() or char == "_")


STUDENTS = [Student(12_000 + place, last, first) for place, (last, first) in enumerate(NAMES)]


def canvas(folder: Path) -> None:
    """Canvas: one flat folder, a file for each upload."""
    upload = 500
    for place, student in enumerate(STUDENTS):
        for name, content in SOLUTIONS.items():
            upload += 1
            late = "_LATE" if place == 3 else ""
            _write(folder / f"{student.squeezed}{late}_{student.number}_{upload}_{name}.py", content)


def moodle(folder: Path) -> None:
    """Moodle: a folder for each student."""
    for student in STUDENTS:
        for name, content in SOLUTIONS.items():
            safe = student.full.replace("/", "")  # Moodle cleans file names
            _write(folder / f"{safe}_{student.number}_assignsubmission_file" / f"{name}.py", content)


def moodle_flat(folder: Path) -> None:
    """Moodle, downloaded without folders."""
    for student in STUDENTS:
        for name, content in SOLUTIONS.items():
            safe = student.full.replace("/", "")
            _write(folder / f"{safe}_{student.number}_assignsubmission_file_{name}.py", content)


def gradescope(folder: Path) -> None:
    """Gradescope's export; the first two students handed in together."""
    lines = ["---"]
    for place, student in enumerate(STUDENTS):
        if place != 1:
            lines += [f"submission_{student.number}:", "  :submitters:"]
            for name, content in SOLUTIONS.items():
                _write(folder / "assignment_1_export" / f"submission_{student.number}" / f"{name}.py", content)
        owners = STUDENTS[:2] if place == 0 else [] if place == 1 else [student]
        for owner in owners:
            lines += [
                f'  - :name: "{owner.full}"',
                f"    :sid: '{owner.number}'",
                f"    :email: {owner.user}@uni.example",
            ]
        if place != 1:
            lines += ["  :created_at: 2026-09-01 12:00:00.000000000 Z", "  :score: 0.0", "  :status: unprocessed"]
    _write(folder / "assignment_1_export/submission_metadata.yml", "\n".join([*lines, ""]).encode())


def github(folder: Path) -> None:
    """Clones of GitHub Classroom."""
    for student in STUDENTS:
        for name, content in SOLUTIONS.items():
            _write(folder / "pools-submissions" / f"pools-{student.user}" / "exercises" / f"{name}.py", content)
        _write(folder / "pools-submissions" / f"pools-{student.user}" / ".git/HEAD", b"ref: refs/heads/main\n")
        _write(folder / "pools-submissions" / f"pools-{student.user}" / "solutions/future.py", b"pass\n")


def classroom50(folder: Path) -> None:
    """Clones of Classroom 50, with its list of students."""
    lines = ["username,first_name,last_name,email,section,github_id"]
    for student in STUDENTS:
        lines.append(
            f'{student.user.upper()},{student.first},"{student.last}",{student.user}@uni.example,A,{student.number}'
        )
        for name, content in SOLUTIONS.items():
            _write(folder / f"cs1-pools-{student.user}" / f"{name}.py", content)
        _write(folder / f"cs1-pools-{student.user}" / ".git/HEAD", b"ref: refs/heads/main\n")
    _write(folder / "students.csv", "\n".join([*lines, ""]).encode())


def folders(folder: Path) -> None:
    """A folder for each student, named by hand."""
    for student in STUDENTS:
        for name, content in SOLUTIONS.items():
            _write(folder / student.user / "deep" / "er" / f"{name.capitalize()}.PY", content)
        _write(folder / student.user / "__MACOSX" / "._future.py", b"\0")


def archives(folder: Path) -> None:
    """An archive for each student: zip, tar.gz and tar.xz in turn."""
    folder.mkdir()
    for place, student in enumerate(STUDENTS):
        suffix = ("zip", "tar.gz", "tar.xz")[place % 3]
        (folder / f"{student.user}.{suffix}").write_bytes(packed({f"{n}.py": c for n, c in SOLUTIONS.items()}, suffix))


def packed(files: dict[str, bytes], suffix: str = "zip") -> bytes:
    """Return an archive of these files."""
    out = io.BytesIO()
    if suffix == "zip":
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in files.items():
                archive.writestr(name, content)
    else:
        with tarfile.open(fileobj=out, mode=f"w:{suffix.removeprefix('tar.')}") as archive:
            for name, content in files.items():
                member = tarfile.TarInfo(name)
                member.size = len(content)
                archive.addfile(member, io.BytesIO(content))
    return out.getvalue()


def zipped(folder: Path) -> Path:
    """Return a folder as the one zip that was downloaded."""
    target = folder.with_suffix(".zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(folder))
    return target


def _write(file: Path, content: bytes) -> None:
    os.makedirs(file.parent, exist_ok=True)
    file.write_bytes(content)


LAYOUTS = {
    each.__name__: each for each in (canvas, moodle, moodle_flat, gradescope, github, classroom50, folders, archives)
}
TITLES = {
    "canvas": "Canvas download, 60 files, 20 students",
    "moodle": "Moodle download, 60 files, 20 students",
    "moodle_flat": "Moodle download, 60 files, 20 students",
    "gradescope": "Gradescope export, 58 files, 20 students",
    "github": "clones of GitHub Classroom, 80 files, 20 students",
    "classroom50": "clones of repositories, 61 files, 20 students",
    "folders": "folders, one for each student, 60 files, 20 students",
    "archives": "archives, one for each student, 20 files, 20 students",
}
