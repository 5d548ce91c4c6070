"""Which of a student's files is which exercise, and what stands in place of a script.

Names are compared without capitals, blanks, hyphens and underscores, and without what systems add: `future-1.py` (an
LMS, for a second upload), `future (1).py` (a browser), `Copy of future.py`, `future.py.txt` (a mail program). Of two
archives the newer one counts, whatever it holds where. Text is graded as it is; of a notebook the code cells are
joined. Whatever is not plain is said in a note.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.classroom.archives import stem_of
from grader.classroom.files import File, is_litter
from grader.recording.staging import LARGEST

_NAME = re.compile(r"(?:copy of )?(?P<stem>.+?)(?: - copy)?(?P<kind>\.py\.txt|\.py|\.txt|\.ipynb)", re.IGNORECASE)
_AGAIN = re.compile(r"(?P<stem>.+?)(?:[-_]| ?\()(?P<again>\d{1,3})\)?")
_KINDS = (".py", ".py.txt", ".txt", ".ipynb")  # what is rather a script comes first
_LARGEST_NOTEBOOK = 16 << 20  # bytes; pictures are in it
_OF_THE_KIT = {"solutions", "tests", "grader"}  # folders of a clone of the kit whose files are not the student's
_MOST_SHOWN = 5


@dataclass(frozen=True)
class Candidate:
    """A file that may be an exercise, by its name."""

    exercise: str
    file: File
    kind: str
    again: int  # the number that a system added: the larger, the newer


Place = tuple[str, ...]  # folders and archives, from the top of a submission
Step = tuple[Callable[[Candidate], object], str]  # what candidates are compared by, and the reason that is given for it


@dataclass
class Chosen:
    """The scripts of one submission by their exercises, where each came from, and what is to be said of them."""

    scripts: dict[str, bytes] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    places: dict[str, set[Place]] = field(default_factory=dict)  # where scripts of an exercise lie, chosen or not


def candidate(file: File, exercises: Iterable[str]) -> Candidate | None:
    """Return what a file may be, by its name; None for any other file."""
    match = _NAME.fullmatch(file.last)
    if match is None or file.path is None or is_litter(file.name):
        return None
    for stem, number in ((match["stem"], 0), _without_number(match["stem"])):
        for exercise in exercises:
            if _squeeze(exercise) == _squeeze(stem):
                return Candidate(exercise, file, match["kind"].lower(), number)
    return None


def choose(files: Sequence[File], exercises: Sequence[str]) -> Chosen:
    """Return the script of each exercise that is there; OSError for a file that cannot be read."""
    chosen = Chosen()
    taken = []
    found = [each for file in files if (each := candidate(file, exercises))]
    is_clone = _is_clone_of_the_kit(files)
    kits = [each for each in found if is_clone and _is_of_the_kit(each.file)]
    own = [each for each in found if not (is_clone and _is_of_the_kit(each.file))]
    for exercise in exercises:
        mine = [each for each in own if each.exercise == exercise]
        theirs = sorted(each.file.name for each in kits if each.exercise == exercise)
        if mine:
            chosen.places[exercise] = {each.file.place for each in mine}
            taken.append(_take(exercise, mine, _Neighbours(own), chosen))
        elif theirs:
            chosen.notes.append(f"{exercise}.py was not handed in: {_listed(theirs)} came with the kit")
    chosen.notes += _scattered(taken, chosen)
    beside = _beside(files, exercises, taken)
    if beside:
        chosen.notes.append(f"beside the scripts: {_listed(beside)}, without effect: only the exercises' own are run")
    return chosen


def _beside(files: Sequence[File], exercises: Sequence[str], taken: list[File]) -> list[str]:
    """Return the names of other modules in the folders of the scripts: one that a script imports will be missed."""
    places = {file.place for file in taken}
    modules = [file for file in files if file.last.lower().endswith(".py") and not is_litter(file.name)]
    inside = [file for file in modules if file.place in places]
    return sorted(file.last for file in inside if not candidate(replace(file, path=file.path or Path()), exercises))


def _scattered(taken: list[File], chosen: Chosen) -> list[str]:
    """Return a note where the scripts lie side by side in folders: they may be of several students."""
    scripts: dict[Place, list[str]] = {}
    for exercise, file in zip(chosen.paths, taken, strict=True):
        scripts.setdefault(file.place, []).append(f"{exercise}.py")
    if not lie_apart(scripts):
        return []
    shown = [f"{'/'.join(place) or 'the top'} ({', '.join(names)})" for place, names in sorted(scripts.items())]
    return [f"the scripts lie in different folders: {_listed(shown)}"]


def lie_apart(places: Iterable[Place]) -> bool:
    """Tell whether there are two places of which none lies above the other."""
    last: Place = ()
    for place in sorted(places, key=len):
        if place[: len(last)] != last:
            return True
        last = place
    return False


class _Neighbours:
    """What else lies in the folder of a file: where files rank equal, all scripts come from one folder."""

    def __init__(self, found: Iterable[Candidate]) -> None:
        self._exercises: dict[Place, set[str]] = {}
        self._newest: dict[Place, float] = {}
        for each in found:
            place = each.file.place
            self._exercises.setdefault(place, set()).add(each.exercise)
            self._newest[place] = max(self._newest.get(place, 0.0), each.file.modified)

    def exercises(self, file: File) -> int:
        """Return the number of exercises that have a file in the same folder, its own included."""
        return len(self._exercises[file.place])

    def newest(self, file: File) -> float:
        """Return the time of the newest script in the folder; 0 where there is no other, and its own time tells."""
        return self._newest[file.place] if self.exercises(file) > 1 else 0.0


def _take(exercise: str, found: list[Candidate], neighbours: _Neighbours, chosen: Chosen) -> File:
    """Choose among the files that may be an exercise, and return the one that is taken."""
    steps = _steps(found, neighbours)
    best, *rest = sorted(found, key=lambda each: tuple(key(each) for key, _ in steps))
    others = [each.file for each in rest if not _same(each, best)]
    chosen.paths[exercise] = best.file.name
    if others:
        reason = _reason(best, next(each for each in rest if each.file is others[0]), steps)
        chosen.notes.append(f"{_compared(best.file, others)}: {reason}")
    elif best.file.last != f"{exercise}.py" and best.kind != ".ipynb":
        chosen.notes.append(f"{best.file.name} was taken for {exercise}.py")
    if best.kind == ".ipynb":
        _take_notebook(exercise, best.file, chosen)
    else:
        chosen.scripts[exercise] = best.file.read(LARGEST + 1)
    return best.file


def _steps(found: list[Candidate], neighbours: _Neighbours) -> tuple[Step, ...]:
    """Return the order in which the candidates of an exercise are compared."""
    return (
        *_steps_between_archives(found),
        (lambda each: "exercises" not in each.file.parts, "it lies in the folder exercises"),
        (lambda each: _KINDS.index(each.kind), "it is a Python file"),
        (lambda each: -each.again, "it is the newest, by its number"),
        (lambda each: -(*each.file.archives, each.file)[0].upload, "it is the newest"),
        (lambda each: len(each.file.parts), "it does not lie so deep in folders"),
        (lambda each: -neighbours.exercises(each.file), "more of the scripts lie in its folder"),
        (lambda each: -neighbours.newest(each.file), "the newest of the scripts lies in its folder"),
        (lambda each: [-file.modified for file in (*each.file.archives, each.file)], "it is the newest"),
        (lambda each: (each.file.place, each.file.name), "it comes first by its name"),
    )


def _steps_between_archives(found: list[Candidate]) -> Iterator[Step]:
    """Return what comes first where all lie in archives: the newer one was handed in to replace the older."""
    if not all(each.file.archive for each in found):
        return
    numbered = {each.file: [_without_number(stem_of(one.last)) for one in each.file.archives] for each in found}
    if len({tuple(_squeeze(stem) for stem, _ in names) for names in numbered.values()}) == 1:
        yield (
            lambda each: [-number for _, number in numbered[each.file]],
            "it is the newest, by the number of its archive",
        )
    yield lambda each: [(-one.upload, -one.modified) for one in each.file.archives], "it is the newest"


def _reason(best: Candidate, other: Candidate, steps: Iterable[Step]) -> str:
    return next((reason for key, reason in steps if key(best) != key(other)), "it comes first")


def _compared(best: File, others: list[File]) -> str:
    """Say which file was graded, and which were not; of different archives their names are said, too."""
    if all(each.archives == best.archives for each in others):
        return f"{best.name} was graded, and not {_listed(sorted(each.name for each in others))}"
    if any(each.archive is None or each.name != best.name for each in others):
        return f"{_with_archive(best)} was graded, and not {_listed(sorted(map(_with_archive, others)))}"
    archives = _listed(sorted(_archive(each) for each in others))
    return f"{_with_archive(best)} was graded, and not {'that' if len(others) == 1 else 'those'} of {archives}"


def _with_archive(file: File) -> str:
    return f"{file.name} of {_archive(file)}" if file.archive else file.name


def _archive(file: File) -> str:
    return "/".join(each.name for each in file.archives)


def _same(one: Candidate, two: Candidate) -> bool:
    """Tell whether two files hold the same, so that it does not matter which one is taken."""
    return one.kind == two.kind and one.file.read(LARGEST + 1) == two.file.read(LARGEST + 1)


def _is_clone_of_the_kit(files: Sequence[File]) -> bool:
    """Tell whether the kit was handed in with the scripts in it, and not just a folder that is called as one of its."""
    named = [file.parts for file in files if not is_litter(file.name)]
    folders = {parts[:depth] for parts in named for depth in range(1, len(parts))}
    return any(
        last == "exercises" or (last == "solutions" and not folders.isdisjoint({(*above, "grader"), (*above, "tests")}))
        for *above, last in folders
    )


def _is_of_the_kit(file: File) -> bool:
    return not _OF_THE_KIT.isdisjoint(file.parts[:-1])


def _without_number(stem: str) -> tuple[str, int]:
    """Return a name without the number that a system put behind it, and that number, or 0."""
    again = _AGAIN.fullmatch(stem)
    return (again["stem"], int(again["again"])) if again else (stem, 0)


def _squeeze(name: str) -> str:
    return re.sub(r"[\s_-]", "", name.lower())


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MOST_SHOWN
    return ", ".join(names[:_MOST_SHOWN]) + (f" and {more} more" if more > 0 else "")


# notebooks ------------------------------------------------------------------------------------------------------


def _take_notebook(exercise: str, file: File, chosen: Chosen) -> None:
    content = file.read(_LARGEST_NOTEBOOK + 1)
    try:
        script, cells, magics = script_of_notebook(content)
    except ValueError as error:
        chosen.notes.append(f"{file.name} stands in place of {exercise}.py and is no notebook: {error}")
        return
    lines = "1 line" if magics == 1 else f"{magics} lines"
    also = f"; {lines} that only a notebook knows (% or !) became comments" if magics else ""
    chosen.notes.append(f"{file.name} is a notebook: its code cells ({cells}) were joined to {exercise}.py{also}")
    chosen.scripts[exercise] = script


def script_of_notebook(content: bytes) -> tuple[bytes, int, int]:
    """Return the code of a notebook as a script, the number of cells, and of lines that were made comments.

    Raises ValueError with the reason for what is no notebook (nbformat 3 and 4 are known).
    """
    if len(content) > _LARGEST_NOTEBOOK:
        raise ValueError(f"it is larger than {_LARGEST_NOTEBOOK >> 20} MiB")
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        raise ValueError("it is no JSON in UTF-8") from None
    cells = [source for cell in _cells(data) if (source := _source(cell)) is not None]
    if not cells:
        raise ValueError("it has no code cells")
    lines = "\n\n".join(cells).split("\n")
    magic = [line.lstrip().startswith(("%", "!")) for line in lines]
    kept = [f"# {line}" if is_magic else line for line, is_magic in zip(lines, magic, strict=True)]
    return ("\n".join(kept) + "\n").encode("utf-8", "surrogatepass"), len(cells), sum(magic)


def _cells(data: object) -> list[object]:
    if not isinstance(data, dict):
        return []
    sheets = data.get("worksheets")  # of nbformat 3
    holders = [data, *(sheets if isinstance(sheets, list) else [])]
    lists = [each.get("cells") for each in holders if isinstance(each, dict)]
    return [cell for cells in lists if isinstance(cells, list) for cell in cells]


def _source(cell: object) -> str | None:
    if not isinstance(cell, dict) or cell.get("cell_type") != "code":
        return None
    source = cell.get("source", cell.get("input", ""))
    return "".join(map(str, source)) if isinstance(source, list) else str(source)
