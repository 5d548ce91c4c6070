"""Who is who: which students of a class are meant by which rows of a gradebook.

Nobody is chosen in silence: where several rows fit a student, or several students a row, all of them are returned.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from grader.classroom.table import Table
from grader.errors import BadInput

IDENTIFIER = "Identifier"  # the column of Moodle with a number that a student has for one assignment only
_SHOWN = 3  # names in a message


@dataclass(frozen=True, eq=False)
class Mark:
    """What one student earned, small enough to keep a whole class of them; `score` is None where nothing could be."""

    keys: tuple[str, ...]
    name: str
    label: str  # for a message: with the id where another student has this name, too
    score: float | None
    max_score: float
    comment: str  # plain text
    asked_for: bool  # or else it is there only to tell who is who


Rows = dict[int, dict[Mark, None]]  # by row the marks that fit it, each once, in the order of the class


@dataclass(frozen=True)
class Book:
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


def told_apart(marks: Sequence[Mark]) -> list[Mark]:
    """Return the marks with labels as short as they can be."""
    count = Counter(_compared(mark.name) for mark in marks)
    return [mark if count[_compared(mark.name)] > 1 else replace(mark, label=mark.name) for mark in marks]


def join(book: Book, marks: Sequence[Mark], *, has_identifiers: bool) -> tuple[str, Rows]:
    """Return the title of the column by which students are found, and the marks that fit each row.

    One column serves the whole class: numbers of one kind must never be taken for those of another. In a worksheet of
    Moodle it is the Identifier where the keys of the class are Identifiers. Raises BadInput where no row is found.
    """
    if has_identifiers and IDENTIFIER in book.identities:
        return _join_by_identifier(book, marks)
    return _join_by_most(book, marks)


def _join_by_most(book: Book, marks: Sequence[Mark]) -> tuple[str, Rows]:
    keys = [(key, mark) for mark in marks for key in mark.keys]
    joined = {title: _found(book, read, keys) for title, read in book.identities.items()}
    joined["name"] = _found(book, book.name, [(mark.name, mark) for mark in marks])
    best = max(joined, key=lambda title: _worth(joined[title]))
    if not joined[best]:
        there, here = [book.name(row) for row in book.students], [mark.name for mark in marks]
        raise BadInput(
            "the gradebook is of another course: none of its students is in this class. "
            f"It has {listed(there)}; the class has {listed(here)}"
        )
    return best, joined[best]


def _join_by_identifier(book: Book, marks: Sequence[Mark]) -> tuple[str, Rows]:
    read = book.identities[IDENTIFIER]
    joined = _found(book, read, [(key, mark) for mark in marks for key in mark.keys])
    if not joined:
        there = [_with_key(book.name(row), read(row)) for row in book.students]
        here = [_with_key(mark.name, key) for mark in marks for key in mark.keys]
        raise BadInput(
            "the worksheet is of another assignment: none of its Identifiers is that of a submission. It has "
            f"{listed(there)}; the class has {listed(here)}. "
            "Download the worksheet of the assignment whose submissions these are"
        )
    return IDENTIFIER, joined


def _with_key(name: str, key: str) -> str:
    return name if _compared(name) == _compared(key) else f"{name} ({key})"


def _found(book: Book, read: Callable[[int], str], marks: Sequence[tuple[str, Mark]]) -> Rows:
    rows: dict[str, list[int]] = {}
    for row in book.students:
        rows.setdefault(_compared(read(row)), []).append(row)
    rows.pop("", None)
    found: Rows = {}
    for value, mark in marks:
        for row in rows.get(_compared(value), ()):
            found.setdefault(row, {})[mark] = None
    return found


def _worth(rows: Rows) -> tuple[int, int]:
    """Tell how many rows are found for certain; only where there are none, those that are not certain count."""
    places = places_of(rows)
    certain = sum(all(len(places[mark]) == 1 for mark in found) for found in rows.values())
    return certain, 0 if certain else len(rows)


def places_of(rows: Rows) -> dict[Mark, list[int]]:
    """Return the rows that fit each mark; of whom none does is not in it."""
    places: dict[Mark, list[int]] = {}
    for row, found in sorted(rows.items()):
        for mark in found:
            places.setdefault(mark, []).append(row)
    return places


def _compared(text: str) -> str:
    """Return a key or a name as it is compared: "Participant 123" is 123, and "Doe, Jane" is Jane Doe."""
    last, comma, first = unicodedata.normalize("NFC", text).casefold().partition(",")
    return " ".join(f"{first} {last}".split() if comma else last.split()).removeprefix("participant ")


def listed(names: Sequence[str]) -> str:
    """Return the first of these names, in quotes, and how many there are beside them."""
    shown = ", ".join(f'"{name}"' for name in names[:_SHOWN])
    return f"{shown} and {len(names) - _SHOWN} more" if len(names) > _SHOWN else shown or "nobody"
