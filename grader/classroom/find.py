"""Finding the submissions of a class: what was given is listed, recognised, and gone through student by student."""

from __future__ import annotations

import os
import re
import shutil
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.checks import exercises
from grader.classroom import archives
from grader.classroom.archives import BadArchive, NoArchive, foreign_suffix_of, suffix_of, unpack
from grader.classroom.choosing import Chosen, Place, candidate, choose, lie_apart
from grader.classroom.files import File, LeftOut, is_clone, is_litter, shown, walk
from grader.classroom.layouts import HandedIn, Layout, Owner, recognise
from grader.errors import BadInput

_LONGEST_ID = 60  # characters
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}  # on Windows
_MOST_SHOWN = 3
_DEEPEST = 3  # archives in archives
_MOST_ARCHIVES = 20  # of one student, those in archives included
_FOREIGN = "is an archive in a format that cannot be read: zip, tar.gz or tar.xz are"
_LAYOUTS = "a folder or an archive for each student, or a download of Canvas, Moodle, Gradescope or GitHub Classroom"


@dataclass
class Student:
    """Whose a submission is."""

    ids: list[str]  # of its owners, in their order
    owners: list[Owner]


@dataclass
class Found(Student):
    """One submission as it was found: whose it is, its scripts, and what is to be said of them."""

    late: bool
    chosen: Chosen
    reason: str | None = None  # why nothing of it can be graded
    unreadable: bool = False  # the reason lies with this machine, not with the student


@dataclass
class Class:
    """What was found, in a line, and the submissions, which are read one after the other."""

    layout: Layout
    files: int  # how many were looked at
    work: Path  # where archives are unpacked
    remarks: list[str] = field(default_factory=list)

    @property
    def owners(self) -> list[Owner]:
        """All students."""
        return [owner for each in self.layout.handed_in for owner in each.owners]

    def in_a_line(self) -> str:
        """Return what was recognised, in one line."""
        return f"{self.layout.title}, {_count(self.files, 'file')}, {_count(len(self.owners), 'student')}"

    def students(self) -> list[Student]:
        """Return whose the submissions are, in the order of their names."""
        ids = _Ids()
        return [Student([ids.of(owner) for owner in each.owners], each.owners) for each in self._handed_in()]

    def submissions(self) -> Iterator[Found]:
        """Return the submissions in the same order. Their archives are unpacked on the way.

        What shows only when all have been looked at is added to the remarks in the end.
        """
        places = {}
        for number, (handed_in, student) in enumerate(zip(self._handed_in(), self.students(), strict=True)):
            found = _look_into(handed_in, student.ids, self.work / f"{number:05}")
            if found.chosen.places:
                places[student.ids[0]] = student.owners[0].name, found.chosen.places
            yield found
        self.remarks += [each for each in _sections(list(places.values())) if each not in self.remarks]

    def _handed_in(self) -> list[HandedIn]:
        return sorted(self.layout.handed_in, key=_order)


def find(given: Path, work: Path) -> Class:
    """Recognise what was handed out; `work` is a folder of our own for what is unpacked, emptied first.

    Raises BadInput where there is nothing, or nothing that can be graded.
    """
    shutil.rmtree(work, ignore_errors=True)
    left_out: list[LeftOut] = []
    name, files, notes = given.resolve().name, *_listed(given, work / "download", left_out)
    if len(files) == 1 and files[0].path is not None and suffix_of(files[0].name):  # in a folder of its own
        name, files, notes = files[0].last, *_listed(files[0].path, work / "inner", left_out)
    layout = recognise(files, name, _is_script)
    useful = [file for file in files if not (is_litter(file.name) or file.is_folder)]
    if not any(_may_be_graded(file) for each in layout.handed_in for file in each.files):
        raise BadInput(_nothing_recognised(given, [file.name for file in useful]))
    remarks = [*notes, *layout.remarks, *_strays(layout.strays), *_tell(left_out, layout)]
    return Class(layout, len(useful), work, remarks)


def _listed(given: Path, work: Path, left_out: list[LeftOut]) -> tuple[list[File], list[str]]:
    if not given.exists():
        raise BadInput(f"there is no folder or archive {given}")
    if given.is_dir():
        return list(walk(given, left_out, work)), []
    try:
        unpacked = unpack(given, work, _is_useful, archives.DOWNLOAD)
    except BadArchive as error:
        if isinstance(error, NoArchive) and suffix_of(given.name) is None:
            raise BadInput(f"{given} is neither a folder nor an archive: give {_LAYOUTS}") from None
        raise BadInput(f"{given} {error}") from None
    except OSError as error:
        raise BadInput(f"{given} cannot be read: {error.strerror}") from None
    return unpacked.files, unpacked.notes


def _nothing_recognised(given: Path, names: list[str]) -> str:
    seen = f"{_count(len(names), 'file')}: {_shortened(names)}" if names else "no file"
    scripts = ", ".join(f"{name}.py" for name in exercises())
    return f"nothing in {given} can be graded: looked for {scripts} in {_LAYOUTS}; found {seen}"


def _strays(names: list[str]) -> list[str]:
    strays = [name for name in names if not is_litter(name)]
    return [f"{_count(len(strays), 'file')} of nobody: {_shortened(strays)}"] if strays else []


def _tell(left_out: list[LeftOut], layout: Layout) -> list[str]:
    """Tell each student what was left out of their folder, and return remarks on what lies in nobody's."""
    owners: dict[Path, list[HandedIn]] = {}
    for handed_in in layout.handed_in:
        for folder in {folder for file in handed_in.files if (folder := _folder_of_all(file)) is not None}:
            owners.setdefault(folder, []).append(handed_in)
    of_nobody: dict[str, list[str]] = {}
    for each in left_out:
        root = next((parent for parent in each.path.parents if len(owners.get(parent, ())) == 1), None)
        if root is None:
            of_nobody.setdefault(each.why, []).append(each.name)
        else:
            owners[root][0].troubles.append(f"{shown(os.fspath(each.path.relative_to(root)))} {each.why}")
    return [f"{_shortened(names)}{': each' if len(names) > 1 else ''} {why}" for why, names in of_nobody.items()]


def _folder_of_all(file: File) -> Path | None:
    """Return the folder that a submission lies in, from one of its files; None where the file was in an archive."""
    depth = len(file.parts)
    return file.path.parents[depth - 1] if file.path is not None and file.path.parts[-depth:] == file.parts else None


def _sections(places: list[tuple[str, dict[str, set[Place]]]]) -> list[str]:
    """Return a remark where the submissions look like sections: scripts side by side in folders, which differ.

    Folders that every submission has, as one for each exercise, are no students; nor are they where no exercise was
    solved twice in most of the submissions.
    """
    folders = [(name, set().union(*by_exercise.values())) for name, by_exercise in places]
    twice = [any(map(lie_apart, by_exercise.values())) for _, by_exercise in places]
    if len(places) < 2 or not all(lie_apart(inside) for _, inside in folders) or 2 * sum(twice) < len(twice):
        return []
    if set.intersection(*(inside for _, inside in folders)):
        return []
    shown = [f"{name} ({_shortened(sorted(map('/'.join, inside)))})" for name, inside in folders]
    return [
        f"every submission holds scripts in several folders: {_shortened(shown)}. "
        "It looks as if these are sections, and the folders in them are the students: grade each section by itself"
    ]


def _is_script(name: str) -> bool:
    return candidate(File(name, Path()), exercises()) is not None


def _is_useful(name: str) -> bool:
    """Tell whether a file in an archive is worth unpacking."""
    last = name.replace("\\", "/").rpartition("/")[2]
    if is_litter(name):
        return is_clone(name)
    return (
        _is_script(_without_prefix(last))
        or suffix_of(last) is not None
        or last in ("submission_metadata.yml", "students.csv")
    )


def _without_prefix(name: str) -> str:
    """Return the name of a file without what a download puts before it."""
    return re.sub(r"^.*_\d+_(?:\d+_|assignsubmission_file_)", "", name)


def _may_be_graded(file: File) -> bool:
    return file.path is not None and (_is_script(file.last) or suffix_of(file.last) is not None)


# one submission -------------------------------------------------------------------------------------------------


def _look_into(handed_in: HandedIn, ids: list[str], work: Path) -> Found:
    found = Found(ids, handed_in.owners, handed_in.late, Chosen())
    try:
        files, notes, troubles = _unpacked(handed_in.files, work, 0, iter(range(_MOST_ARCHIVES)))
    except PermissionError as error:  # all else that the system refuses, as a full disk, concerns the whole class
        found.reason, found.unreadable = f"an archive cannot be read: {error.strerror}", True
        return found
    try:
        found.chosen = choose(files, exercises())
    except OSError as error:
        found.reason, found.unreadable = f"a file cannot be read: {error.strerror or error}", True
    found.chosen.notes[:0] = [*handed_in.troubles, *notes, *troubles]
    if not found.chosen.scripts and found.reason is None:
        found.reason = _why_ungradable(files, found.chosen.notes)
        del found.chosen.notes[:_MOST_SHOWN]  # they are in the reason
    found.chosen.notes[:0] = handed_in.notes
    return found


def _unpacked(
    files: list[File], work: Path, depth: int, tickets: Iterator[int]
) -> tuple[list[File], list[str], list[str]]:
    """Return the files with those in their archives, notes, and why an archive could not be unpacked.

    Each archive costs a ticket: archives in archives are many with little work.
    """
    packed = [file for file in files if suffix_of(file.last) and file.path is not None and not is_litter(file.name)]
    plain = [file for file in files if file not in packed]
    notes: list[str] = []
    troubles = [
        f"{file.name} {_FOREIGN}" for file in plain if foreign_suffix_of(file.last) and not is_litter(file.name)
    ]
    for number, archive in enumerate(packed):
        if depth == _DEEPEST:
            troubles.append(f"{archive.name} was not unpacked: it lies in archives in archives")
            continue
        if next(tickets, None) is None:
            troubles.append(f"{archive.name} was not unpacked: there are more than {_MOST_ARCHIVES} archives")
            break
        try:
            assert archive.path is not None
            out = unpack(archive.path, work / str(number), _is_useful)
        except BadArchive as error:
            troubles.append(f"{archive.name} {error}")
            continue
        members = [replace(member, archive=archive) for member in out.files]
        inner, more_notes, more_troubles = _unpacked(members, work / str(number) / "in", depth + 1, tickets)
        plain += inner
        notes += out.notes + more_notes
        troubles += more_troubles
    return plain, notes, troubles


def _why_ungradable(files: list[File], troubles: list[str]) -> str:
    if troubles:
        return _shortened(troubles, "; ")
    names = [file.name for file in files if not (is_litter(file.name) or file.is_folder or file.last == "")]
    if not names:
        return "nothing was handed in"
    return f"none of the scripts was handed in, but {_shortened(names)}"


def _order(handed_in: HandedIn) -> tuple[str, ...]:
    owner = handed_in.owners[0]
    return unicodedata.normalize("NFKC", owner.name).casefold(), owner.key or ""


class _Ids:
    """Gives each student an id: readable, unique also without regard to capitals, fit for a folder and an address."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def of(self, owner: Owner) -> str:
        """Return a new id."""
        name = _slug(owner.name) or "student"
        key = _slug(owner.key or "")
        wanted = name if key in ("", name) else f"{name[: _LONGEST_ID - len(key) - 1]}-{key}"
        number, chosen = 1, wanted
        while chosen in self._taken:
            number += 1
            chosen = f"{wanted}-{number}"
        self._taken.add(chosen)
        return chosen


def _slug(name: str) -> str:
    """Return a name in small letters of any alphabet and digits, with hyphens for all else."""
    kept = [char if unicodedata.category(char)[0] in "LNM" else "-" for char in unicodedata.normalize("NFKC", name)]
    slug = re.sub("-+", "-", "".join(kept).casefold()).strip("-")[:_LONGEST_ID].strip("-")
    return f"{slug}-" if slug in _RESERVED else slug


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"


def _shortened(names: list[str], between: str = ", ") -> str:
    more = len(names) - _MOST_SHOWN
    return between.join(names[:_MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")
