"""Who handed in what, read from the names of the files: each system that hands out submissions has its own way.

The patterns are those of the systems' own sources: Canvas `lib/content_zipper.rb`, Moodle
`mod/assign/classes/downloader.php`, Gradescope's export with `submission_metadata.yml`, the clones of GitHub Classroom
and of Classroom 50, and folders or archives that people name after students by hand.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from grader.classroom.archives import foreign_suffix_of, stem_of, suffix_of
from grader.classroom.files import GIT, HEAD, File, is_clone, is_litter
from grader.errors import extra

MOODLE = "Moodle download"  # the title of the layout whose keys are the Identifiers of one assignment
_METADATA = "submission_metadata.yml"
_STUDENTS = "students.csv"
_LARGEST_LIST = 64 << 20  # bytes of a list of students
_MOST_SHOWN = 5
_CANVAS = re.compile(
    r"(?P<name>\w+?)(?P<late>_LATE)?_(?P<key>\d+)_(?:(?P<upload>\d+)_(?P<file>.+)|(?P<entry>text|link)\.html)"
)
_MOODLE = re.compile(r"(?P<name>.+)_(?P<key>\d+)_assignsubmission_(?P<kind>file|onlinetext)_?(?P<file>.*)")


@dataclass(frozen=True)
class Owner:
    """One student, as far as the names tell: a name to read, and what joins it to a gradebook."""

    name: str
    key: str | None = None
    keys: dict[str, str] = field(default_factory=dict)


@dataclass
class HandedIn:
    """What one student, or one group, handed in: its files as seen from the top of the submission."""

    owners: list[Owner]
    files: list[File] = field(default_factory=list)
    late: bool = False
    notes: list[str] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)  # what was left out of it, and why


@dataclass
class Layout:
    """What was recognised: its name for a person, who handed in what, files of nobody, and what else is to be said."""

    title: str
    handed_in: list[HandedIn]
    strays: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def recognise(files: Sequence[File], name: str, is_script: Callable[[str], bool]) -> Layout:
    """Return who handed in what. `name` is that of the folder or archive that was given, `is_script` knows an
    exercise by the name of its file. Without anybody in it, nothing was recognised.
    """
    useful = [file for file in files if not is_litter(file.name) or is_clone(file.name)]
    useful, name = _without_wrappers(useful, name)
    full = [file for file in useful if not file.is_folder]
    for layout in (_gradescope, _moodle, _canvas, _classroom50, _github):
        found = layout(full, name)
        if found is not None:
            return found
    return _plain(useful, name, is_script)


def _without_wrappers(files: list[File], name: str) -> tuple[list[File], str]:
    """Return the files as seen from the first folder in which there is more than one thing, and its name."""
    while files and len({file.parts[0] for file in files}) == 1 and all(len(file.parts) > 1 for file in files):
        top = files[0].parts[0]
        if top == GIT or _MOODLE.fullmatch(top):
            break
        name, files = top, [file.below(1) for file in files]
    return files, name


def _by_folder(files: Iterable[File]) -> dict[str, list[File]]:
    """Return the files by the folder at the top that they lie in; those that lie at the top itself have none."""
    folders: dict[str, list[File]] = {}
    for file in files:
        if len(file.parts) > 1:
            folders.setdefault(file.parts[0], []).append(file.below(1))
    return folders


def _at_top(files: Iterable[File]) -> list[File]:
    return [file for file in files if len(file.parts) == 1]


# Gradescope -----------------------------------------------------------------------------------------------------


def _gradescope(files: list[File], name: str) -> Layout | None:
    metadata = next((file for file in _at_top(files) if file.name == _METADATA), None)
    if metadata is None:
        return None
    remarks: list[str] = []
    folders = _by_folder(files)
    try:
        known = _read_metadata(metadata)
    except ValueError as error:
        known = {}
        remarks.append(f"{_METADATA} cannot be read, so nobody's name is known: {error}. Download the export again")
    submitters = {folder: _submitters(known.get(folder)) for folder in [*folders, *known]}
    nameless = [folder for folder, owners in submitters.items() if not owners]
    if known and nameless:
        shown = ", ".join(nameless[:_MOST_SHOWN]) + (" and more" if len(nameless) > _MOST_SHOWN else "")
        remarks.append(f"{_METADATA} names nobody for folders, which go by their own names: {shown}")
    handed_in = [HandedIn(owners or [Owner(folder)], folders.get(folder, [])) for folder, owners in submitters.items()]
    strays = [file.name for file in _at_top(files) if file is not metadata]
    return Layout("Gradescope export", handed_in, strays, remarks)


def _read_metadata(file: File) -> dict[str, object]:
    """Return what Gradescope says of each submission; its keys are symbols of Ruby, ":submitters".

    Raises ValueError with the reason where it says nothing.
    """
    with extra("classroom"):
        import yaml
    try:
        data = yaml.safe_load(file.read(_LARGEST_LIST).decode("utf-8", "replace"))
    except yaml.MarkedYAMLError as error:
        line = "" if error.problem_mark is None else f" in line {error.problem_mark.line + 1}"
        raise ValueError(f"{error.problem}{line}") from None
    except OSError as error:
        raise ValueError(error.strerror) from None
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # a sign, a date or a depth that there cannot be
        raise ValueError(" ".join(str(error).split())) from None
    if not (isinstance(data, dict) and data):
        raise ValueError("it lists no submissions")
    return {str(key): value for key, value in data.items()}


def _submitters(entry: object) -> list[Owner]:
    """Return whose a submission is, as far as its entry tells."""
    listed = entry.get(":submitters") if isinstance(entry, dict) else None
    owners = []
    for each in listed if isinstance(listed, list) else []:
        said = (
            {str(key).lstrip(":"): str(value) for key, value in each.items() if value} if isinstance(each, dict) else {}
        )
        name, sid, email = (said.get(field, "") for field in ("name", "sid", "email"))
        keys = {"email": email, "sid": sid}
        if name or sid or email:
            owners.append(Owner(name or email or sid, sid or email or None, {k: v for k, v in keys.items() if v}))
    return owners


# Moodle ---------------------------------------------------------------------------------------------------------


def _moodle(files: list[File], name: str) -> Layout | None:
    handed_in: dict[str, HandedIn] = {}
    strays = []
    for file in files:
        match = _MOODLE.fullmatch(file.parts[0])
        if match is None:
            strays.append(file.name)
            continue
        student, key = match["name"].replace("_", " ").strip(), match["key"]
        owner = Owner(f"Participant {key}" if student == "Participant" else student, key)
        inside = file.below(1) if len(file.parts) > 1 else replace(file, name=match["file"] or file.last)
        handed_in.setdefault(key, HandedIn([owner])).files.append(inside)
    return Layout(MOODLE, list(handed_in.values()), strays) if handed_in else None


# Canvas ---------------------------------------------------------------------------------------------------------


def _canvas(files: list[File], name: str) -> Layout | None:
    top = _at_top(files)
    matches = [(file, _CANVAS.fullmatch(file.name)) for file in top]
    found = [(file, match) for file, match in matches if match is not None]
    if len(found) * 2 <= len(top) or len(top) * 2 <= len(files):
        return None
    handed_in: dict[str, HandedIn] = {}
    for file, match in sorted(found, key=lambda each: int(each[1]["upload"] or 0)):
        student = handed_in.setdefault(match["key"], HandedIn([Owner(match["name"], match["key"])]))
        student.late = student.late or match["late"] is not None
        name = match["file"] or f"a {match['entry']} entry"
        student.files.append(replace(file, name=name, upload=int(match["upload"] or 0)))
    names = {file.name for file, _ in found}
    strays = [file.name for file in files if file.name not in names]
    return Layout("Canvas download", list(handed_in.values()), strays)


# clones ---------------------------------------------------------------------------------------------------------


def _classroom50(files: list[File], name: str) -> Layout | None:
    """Classroom 50: `<classroom>-<assignment>-<username>`, and `students.csv` says who that is."""
    folders = _by_folder(files)
    clones = [folder for folder, inside in folders.items() if any(file.name == HEAD for file in inside)]
    roster = next((file for file in _at_top(files) if file.name.lower() == _STUDENTS), None)
    if not clones or (roster is None and name.endswith("-submissions")):
        return None
    students = {} if roster is None else _read_roster(roster)
    prefix = _common_prefix(clones)
    if not students and not prefix:
        return None
    handed_in = [HandedIn([_owner_of_clone(folder, prefix, students)], folders[folder]) for folder in clones]
    strays = [file.name for file in _at_top(files) if file is not roster]
    strays += [f"{folder}/" for folder in folders if folder not in clones]
    return Layout("clones of repositories", handed_in, strays)


def _read_roster(file: File) -> dict[str, dict[str, str]]:
    """Return the rows of `students.csv` by user name, in lower case as they are compared."""
    text = file.read(_LARGEST_LIST).decode("utf-8-sig", "replace")
    rows = [{k: v for k, v in row.items() if k and v} for row in csv.DictReader(io.StringIO(text))]
    return {row["username"].lower(): row for row in rows if "username" in row}


def _owner_of_clone(folder: str, prefix: str, students: dict[str, dict[str, str]]) -> Owner:
    ends = [folder.lower()[place:] for place in range(len(folder)) if place == 0 or folder[place - 1] == "-"]
    user = next((end for end in ends if end in students), folder[len(prefix) :])
    row = students.get(user.lower(), {})
    name = " ".join(row[key] for key in ("first_name", "last_name") if key in row)
    more = {key: value for key, value in row.items() if key in ("email", "github_id", "section")}
    return Owner(name or user, user, {"username": user, **more})


def _github(files: list[File], name: str) -> Layout | None:
    """GitHub Classroom: `<assignment>-submissions/<assignment>-<username>/`."""
    slug = name.removesuffix("-submissions")
    folders = _by_folder(files)
    mine = [folder for folder in folders if folder.startswith(f"{slug}-")]
    if slug == name or not mine:
        return None
    handed_in = []
    for folder in mine:
        user = folder[len(slug) + 1 :]
        handed_in.append(HandedIn([Owner(user, user, {"username": user})], folders[folder]))
    strays = [file.name for file in _at_top(files)] + [f"{folder}/" for folder in folders if folder not in mine]
    return Layout("clones of GitHub Classroom", handed_in, strays)


def _common_prefix(names: Sequence[str]) -> str:
    """Return the `<classroom>-<assignment>-` that all names begin with; nothing where it cannot be told."""
    first, last = min(names), max(names)
    same = next((place for place, (one, two) in enumerate(zip(first, last, strict=False)) if one != two), 0)
    prefix = first[: first.rfind("-", 0, same) + 1]
    return prefix if prefix.count("-") > 1 else ""


# folders and archives named by hand -----------------------------------------------------------------------------


def _plain(files: list[File], name: str, is_script: Callable[[str], bool]) -> Layout:
    top, folders = _at_top(files), _by_folder(files)
    archives = [file for file in top if suffix_of(file.name) or foreign_suffix_of(file.name)]
    if _is_one_submission(files, is_script) or not (folders or archives):
        return Layout("one submission", [HandedIn([Owner(stem_of(name))], files)] if files else [])
    handed_in: dict[str, HandedIn] = {}
    sources: dict[str, list[str]] = {}
    things = [(folder, f"{folder}/", inside) for folder, inside in folders.items()]
    things += [(stem_of(archive.name), archive.name, [archive]) for archive in archives]
    for student, source, inside in things:
        handed_in.setdefault(student, HandedIn([Owner(student, student)])).files += inside
        sources.setdefault(student, []).append(source)
    for student, several in sources.items():
        if len(several) > 1:
            handed_in[student].notes.append(f"{' and '.join(several)} were taken for one submission, by their name")
    kinds = " and ".join(kind for kind, some in (("folders", folders), ("archives", archives)) if some)
    strays = [file.name for file in top if file not in archives]
    return Layout(f"{kinds}, one for each student", list(handed_in.values()), strays)


def _is_one_submission(files: list[File], is_script: Callable[[str], bool]) -> bool:
    """Tell whether the scripts lie at the top, or where a clone of the kit has them."""
    return any(
        file.name == HEAD or (file.parts[:-1] in ((), ("exercises",)) and is_script(file.last)) for file in files
    )
