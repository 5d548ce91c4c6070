"""The instructor's own gradebook, as the LMS exported it, with the grades filled in.

Two kinds are known: the gradebook of Canvas (canvas-lms, `lib/gradebook_exporter.rb`, `lib/gradebook_importer.rb`) and
the grading worksheet of Moodle (`mod/assign/feedback/offline/importgradeslib.php`). Only cells of the grade, and of the
feedback where there is such a column, are written; `grader.classroom.table` keeps every other byte.
"""

from __future__ import annotations

import functools
import html
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from grader.classroom.grades import GRADED, Submission
from grader.classroom.table import BadTable, Table, read_table
from grader.errors import BadInput
from grader.scorecard import points

_CANVAS_STUDENT = ("ID", "SIS User ID", "SIS Login ID", "Integration ID")  # columns that tell who a row is of
_IDENTIFIER = "Identifier"  # the column of Moodle with a number that a student has for one assignment only
_MOODLE_STUDENT = (_IDENTIFIER, "ID number", "Username", "Email address")
_ASSIGNMENT = re.compile(r".*\S\s*\(\d+\)")  # the title of an assignment's column in Canvas: "Parallel pools (4711)"
_OURS = "Graded automatically: "  # begins every comment that was written here: it may be written over
_SHOWN = 3  # names in a message


@dataclass(frozen=True, eq=False)
class _Mark:
    """What one student earned, small enough to keep a whole class of them; `score` is None where nothing could be."""

    keys: tuple[str, ...]
    name: str
    label: str  # for a message: with the id where another student has this name, too
    score: float | None
    max_score: float
    comment: str  # plain text
    asked_for: bool  # or else it is there only to tell who is who


_Rows = dict[int, dict[_Mark, None]]  # by row the marks that fit it, each once, in the order of the class


@dataclass
class Filled:
    """A gradebook that was filled, and all that the instructor must know of how."""

    kind: str  # as it is shown: "Canvas gradebook"
    column: str  # the title of the column that was filled
    joined_by: str  # the title of the column by which students were found
    content: bytes = b""
    written: int = 0  # how many grades
    without_row: list[str] = field(default_factory=list)  # submissions whose student the gradebook does not have
    without_submission: list[str] = field(default_factory=list)  # students in the gradebook who handed nothing in
    not_asked_for: list[str] = field(default_factory=list)  # students in the gradebook whose grades were not wanted
    left: list[str] = field(default_factory=list)  # cells that were left as they are, each with the reason
    remarks: list[str] = field(default_factory=list)  # on all grades: that they were scaled


@dataclass(frozen=True)
class _Book:
    """A gradebook as it was read: which rows are students, and which columns mean what."""

    kind: str
    table: Table
    students: list[int]  # rows
    identities: dict[str, Callable[[int], str]]  # title of a column -> what a row says there
    name: Callable[[int], str]  # of the student in a row
    find_grade: Callable[[], int]  # its column; BadInput where there is none, or no telling which
    feedback: int | None
    possible: Callable[[int], str]  # the points that a row can earn, as they are written
    locked: Callable[[int], str]  # why the grade of a row is not to be changed, or ""

    @functools.cached_property
    def grade(self) -> int:
        """The column of the grade, looked for when it is needed: not in a gradebook of another course."""
        return self.find_grade()

    @functools.cached_property
    def _names(self) -> Counter[str]:
        return Counter(self.name(row) for row in self.students)

    def label(self, row: int) -> str:
        """Return the name of the student in a row, with the key where another row has this name, too."""
        name = self.name(row)
        key = next((key for read in self.identities.values() if (key := read(row))), "")
        return f"{name} ({key})" if self._names[name] > 1 and key else name

    @functools.cached_property
    def sign(self) -> str:
        """The decimal sign: that of most numbers that are there, or else the one that the delimiter lets expect."""
        cells = (cell.text.strip() for row in self.table.rows[1:] for cell in row)
        signs = Counter(match[1] for cell in cells if (match := re.fullmatch(r"\d+([.,])\d+", cell)))
        return max(signs, key=signs.__getitem__) if signs else {";": ","}.get(self.table.delimiter, ".")


def fill(
    content: bytes,
    submissions: Iterable[Submission],
    *,
    column: str | None = None,
    not_asked_for: Iterable[Submission] = (),
    has_identifiers: bool = False,
) -> Filled:
    """Fill a gradebook with what a class earned, and return it with what became of it.

    `not_asked_for` are the others of the class: they help to tell who is who, and their grades stay. `column` is
    the title of the assignment's column, needed only where there are several. Raises BadInput for a file that is no
    gradebook, for one without such a column, and for one of another course: no student matches.

    The keys of a class that `has_identifiers` are those that Moodle gave the students for this assignment. By nothing
    else is it joined to a worksheet: one of another assignment has the same names.
    """
    marks = [_mark_of(each) for each in submissions]
    marks += [replace(_mark_of(each), asked_for=False) for each in not_asked_for]
    return _fill(_book(_table(content), column), _told_apart(marks), has_identifiers)


def _table(content: bytes) -> Table:
    try:
        return read_table(content)
    except BadTable as error:
        raise BadInput(f"the gradebook cannot be read: {error}") from None


def _mark_of(submission: Submission) -> _Mark:
    keys = dict.fromkeys(key for key in (submission.key, *submission.keys.values()) if key)
    score = submission.score if submission.status == GRADED else None
    label = f"{submission.name} ({submission.id})"
    return _Mark(tuple(keys), submission.name, label, score, submission.max_score, _comment(submission), True)


def _told_apart(marks: Sequence[_Mark]) -> list[_Mark]:
    """Return the marks with labels as short as they can be."""
    count = Counter(_compared(mark.name) for mark in marks)
    return [mark if count[_compared(mark.name)] > 1 else replace(mark, label=mark.name) for mark in marks]


def _comment(submission: Submission) -> str:
    """Return the score and the first claim to mend, in plain text."""
    comment = f"{points(submission.score)} of {points(submission.max_score)}"
    if submission.unjudged:
        comment += f", {points(submission.unjudged)} not checked"
    if (failure := submission.first_failure()) is None:
        return comment
    exercise, claim = failure
    comment += f"\n{exercise.name}: {claim.claim} Expected: {claim.expected}. Seen: {claim.seen}."
    return f"{comment} Hint: {claim.hint}." if claim.hint else comment


def _book(table: Table, column: str | None) -> _Book:
    titles = _titles(table)
    if "ID" in titles and ("Student" in titles or {"LastName", "FirstName"} <= titles.keys()):
        return _canvas(table, titles, column)
    if _IDENTIFIER in titles and "Grade" in titles:
        if column is not None:
            raise BadInput("a Moodle grading worksheet is of one assignment only: leave --column out")
        return _moodle(table, titles)
    shown = ", ".join(cell.text for cell in table.rows[0][:6])
    raise BadInput(
        "this is neither a Canvas gradebook (columns Student and ID) nor a Moodle grading worksheet "
        f"(columns Identifier and Grade): its first line is {shown}. "
        "If it was exported in another language, switch Canvas or Moodle to English and export it again"
    )


def _titles(table: Table) -> dict[str, int]:
    titles: dict[str, int] = {}
    for column, cell in enumerate(table.rows[0]):
        titles.setdefault(cell.text.strip(), column)
    return titles


# Canvas ----------------------------------------------------------------------------------------------------------


def _canvas(table: Table, titles: dict[str, int], column: str | None) -> _Book:
    above = [row for row in range(1, len(table.rows)) if not table.text(row, titles["ID"])]
    possible = next((row for row in above if "Points Possible" in table.text(row, 0)), None)
    grade = functools.cache(lambda: _assignment(table, titles, possible, column))
    names = [titles[title] for title in ("Student", "FirstName", "LastName") if title in titles]
    return _Book(
        "Canvas gradebook",
        table,
        [row for row in range(1, len(table.rows)) if row not in above],
        {title: _reader(table, titles[title]) for title in _CANVAS_STUDENT if title in titles},
        lambda row: " ".join(table.text(row, each) for each in names).strip(),
        grade,
        None,
        lambda row: "" if possible is None else table.text(possible, grade()),
        lambda row: "excused (EX)" if table.text(row, grade()).upper() == "EX" else "",
    )


def _assignment(table: Table, titles: dict[str, int], possible: int | None, wanted: str | None) -> int:
    """Return the column of the assignment: the one wanted, or the only one that Canvas lets be written."""
    assignments = {
        title: column
        for title, column in titles.items()
        if _ASSIGNMENT.fullmatch(title) and (possible is None or "(read only)" not in table.text(possible, column))
    }
    if wanted is not None:
        found = [column for title, column in assignments.items() if wanted in (title, title.rpartition(" (")[0])]
        if len(found) != 1:
            raise BadInput(f"the gradebook has no assignment {wanted!r}: it has {_list(list(assignments))}")
        return found[0]
    if not assignments:
        raise BadInput('the gradebook has no column of an assignment, whose title is like "Parallel pools (4711)"')
    if len(assignments) > 1:
        listed = _list(list(assignments))
        raise BadInput(f"the gradebook has several assignments: say with --column which one is meant: {listed}")
    return next(iter(assignments.values()))


# Moodle ----------------------------------------------------------------------------------------------------------


def _moodle(table: Table, titles: dict[str, int]) -> _Book:
    changeable = titles.get("Grade can be changed")
    return _Book(
        "Moodle grading worksheet",
        table,
        list(range(1, len(table.rows))),
        {title: _reader(table, titles[title]) for title in _MOODLE_STUDENT if title in titles},
        lambda row: table.text(row, titles.get("Full name")) or table.text(row, titles[_IDENTIFIER]),
        lambda: titles["Grade"],
        titles.get("Feedback comments"),
        lambda row: table.text(row, titles.get("Maximum Grade")),
        lambda row: "locked (Grade can be changed: No)" if table.text(row, changeable).lower() == "no" else "",
    )


# who is who ---------------------------------------------------------------------------------------------------------


def _reader(table: Table, column: int) -> Callable[[int], str]:
    return lambda row: table.text(row, column)


def _join(book: _Book, marks: Sequence[_Mark]) -> tuple[str, _Rows]:
    """Return by which column most students are found, and the marks that fit each row.

    One column serves the whole class: numbers of one kind must never be taken for those of another.
    """
    keys = [(key, mark) for mark in marks for key in mark.keys]
    joined = {title: _found(book, read, keys) for title, read in book.identities.items()}
    joined["name"] = _found(book, book.name, [(mark.name, mark) for mark in marks])
    best = max(joined, key=lambda title: _worth(joined[title]))
    if not joined[best]:
        raise BadInput(
            "the gradebook is of another course: none of its students is in this class. It has "
            f"{_list([book.name(row) for row in book.students])}; the class has {_list([mark.name for mark in marks])}"
        )
    return best, joined[best]


def _join_by_identifier(book: _Book, marks: Sequence[_Mark]) -> tuple[str, _Rows]:
    read = book.identities[_IDENTIFIER]
    joined = _found(book, read, [(key, mark) for mark in marks for key in mark.keys])
    if not joined:
        there = [_with_key(book.name(row), read(row)) for row in book.students]
        here = [_with_key(mark.name, key) for mark in marks for key in mark.keys]
        raise BadInput(
            "the worksheet is of another assignment: none of its Identifiers is that of a submission. It has "
            f"{_list(there)}; the class has {_list(here)}. "
            "Download the worksheet of the assignment whose submissions these are"
        )
    return _IDENTIFIER, joined


def _with_key(name: str, key: str) -> str:
    return name if _compared(name) == _compared(key) else f"{name} ({key})"


def _found(book: _Book, read: Callable[[int], str], marks: Sequence[tuple[str, _Mark]]) -> _Rows:
    rows: dict[str, list[int]] = {}
    for row in book.students:
        rows.setdefault(_compared(read(row)), []).append(row)
    rows.pop("", None)
    found: _Rows = {}
    for value, mark in marks:
        for row in rows.get(_compared(value), ()):
            found.setdefault(row, {})[mark] = None
    return found


def _worth(rows: _Rows) -> tuple[int, int]:
    """Tell how many rows are found for certain; only where there are none, those that are not certain count."""
    places = _places(rows)
    certain = sum(all(len(places[mark]) == 1 for mark in found) for found in rows.values())
    return certain, 0 if certain else len(rows)


def _places(rows: _Rows) -> dict[_Mark, list[int]]:
    """Return the rows that fit each mark; of whom none does is not in it."""
    places: dict[_Mark, list[int]] = {}
    for row, found in sorted(rows.items()):
        for mark in found:
            places.setdefault(mark, []).append(row)
    return places


def _compared(text: str) -> str:
    """Return a key or a name as it is compared: "Participant 123" is 123, and "Doe, Jane" is Jane Doe."""
    last, comma, first = unicodedata.normalize("NFC", text).casefold().partition(",")
    return " ".join(f"{first} {last}".split() if comma else last.split()).removeprefix("participant ")


def _list(names: Sequence[str]) -> str:
    shown = ", ".join(f'"{name}"' for name in names[:_SHOWN])
    return f"{shown} and {len(names) - _SHOWN} more" if len(names) > _SHOWN else shown or "nobody"


# filling ------------------------------------------------------------------------------------------------------------


def _fill(book: _Book, marks: Sequence[_Mark], has_identifiers: bool) -> Filled:
    by_identifier = has_identifiers and _IDENTIFIER in book.identities
    joined_by, rows = _join_by_identifier(book, marks) if by_identifier else _join(book, marks)
    places = _places(rows)
    filled = Filled(book.kind, book.table.text(0, book.grade), joined_by)
    filled.without_row = [mark.label for mark in marks if mark.asked_for and mark not in places]
    filled.without_submission = [book.label(row) for row in book.students if row not in rows]
    filled.left += _in_several_rows(places)
    cells: dict[tuple[int, int], str] = {}
    for row, found in sorted(rows.items()):
        if not any(mark.asked_for for mark in found):
            filled.not_asked_for.append(book.label(row))
            continue
        if all(len(places[mark]) > 1 for mark in found):
            continue  # said above
        reason = _why_left(book, row, list(found))
        if reason:
            filled.left.append(f"{book.label(row)}: {reason}")
        else:
            _write(book, row, next(iter(found)), cells, filled)
    filled.content = book.table.changed(cells)
    return filled


def _in_several_rows(places: Mapping[_Mark, Sequence[int]]) -> Iterator[str]:
    """Say of whom several rows fit, so that none of them can be filled."""
    groups: dict[tuple[int, ...], list[_Mark]] = {}
    for mark, rows in places.items():
        if len(rows) > 1:
            groups.setdefault(tuple(rows), []).append(mark)
    for rows, found in groups.items():
        if any(mark.asked_for for mark in found):
            none = "neither" if len(rows) == 2 else "none"
            yield f"{_number_of(rows)} rows fit {_labels(found)}: {none} was filled"


def _number_of(things: Sequence[object]) -> str:
    return "two" if len(things) == 2 else str(len(things))


def _labels(marks: Sequence[_Mark]) -> str:
    return " and ".join(mark.label for mark in marks)


def _why_left(book: _Book, row: int, found: Sequence[_Mark]) -> str:
    """Return why the grade in a row is left as it is, or ""."""
    if len(found) > 1 and set.intersection(*(set(mark.keys) for mark in found)):
        return f"there are {len(found)} submissions of this student"
    if len(found) > 1:
        return f"{_number_of(found)} students fit this row, {_labels(found)}"
    if found[0].score is None:
        return "the submission could not be graded"
    if len(book.table.rows[row]) <= max(book.grade, book.feedback or 0):
        return "the row is too short"
    possible = book.possible(row)
    if possible and _number(possible) is None:
        return f"it is graded on a scale, not in points ({possible})"
    return book.locked(row)


def _write(book: _Book, row: int, mark: _Mark, cells: dict[tuple[int, int], str], filled: Filled) -> None:
    """Put a mark into the cells of its row."""
    score = mark.score or 0.0
    possible = _number(book.possible(row))
    if possible is not None and mark.max_score and possible != mark.max_score:
        score *= possible / mark.max_score
        remark = f"scores are scaled from {mark.max_score:g} to {possible:g} points"
        filled.remarks += [] if remark in filled.remarks else [remark]
    cells[row, book.grade] = points(score).replace(".", book.sign)
    filled.written += 1
    if book.feedback is None or not mark.comment:
        return
    there = book.table.text(row, book.feedback)
    if there and not there.startswith(_OURS):
        filled.left.append(f"{book.label(row)}: the feedback, which somebody wrote by hand")
    else:
        cells[row, book.feedback] = _OURS + html.escape(mark.comment).replace("\n", "<br>")


def _number(text: str) -> float | None:
    """Return the number that a cell says, whatever its decimal sign, or None."""
    return float(text.replace(",", ".")) if re.fullmatch(r"\d+(?:[.,]\d+)?", text) else None
