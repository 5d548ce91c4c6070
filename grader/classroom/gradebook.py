"""The instructor's own gradebook, as the LMS exported it, with the grades filled in.

Two kinds are known: the gradebook of Canvas (canvas-lms, `lib/gradebook_exporter.rb`, `lib/gradebook_importer.rb`) and
the grading worksheet of Moodle (`mod/assign/feedback/offline/importgradeslib.php`). Only cells of the grade, and of the
feedback where there is such a column, are written; `grader.classroom.table` keeps every other byte.
"""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from grader.classroom.grades import GRADED, Submission
from grader.classroom.joining import IDENTIFIER, Book, Mark, join, listed, places_of, told_apart
from grader.classroom.table import BadTable, Table, read_table
from grader.errors import BadInput
from grader.scorecard import points

_CANVAS_STUDENT = ("ID", "SIS User ID", "SIS Login ID", "Integration ID")  # columns that tell who a row is of
_MOODLE_STUDENT = (IDENTIFIER, "ID number", "Username", "Email address")
_ASSIGNMENT = re.compile(r".*\S\s*\(\d+\)")  # the title of an assignment's column in Canvas: "Parallel pools (4711)"
_OURS = "Graded automatically: "  # begins every comment that was written here: it may be written over


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
    return _fill(_book(_table(content), column), told_apart(marks), has_identifiers)


def _table(content: bytes) -> Table:
    try:
        return read_table(content)
    except BadTable as error:
        raise BadInput(f"the gradebook cannot be read: {error}") from None


def _mark_of(submission: Submission) -> Mark:
    keys = dict.fromkeys(key for key in (submission.key, *submission.keys.values()) if key)
    score = submission.score if submission.status == GRADED else None
    label = f"{submission.name} ({submission.id})"
    return Mark(tuple(keys), submission.name, label, score, submission.max_score, _comment(submission), True)


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


def _book(table: Table, column: str | None) -> Book:
    titles = _titles(table)
    if "ID" in titles and ("Student" in titles or {"LastName", "FirstName"} <= titles.keys()):
        return _canvas(table, titles, column)
    if IDENTIFIER in titles and "Grade" in titles:
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


def _reader(table: Table, column: int) -> Callable[[int], str]:
    return lambda row: table.text(row, column)


# Canvas ----------------------------------------------------------------------------------------------------------


def _canvas(table: Table, titles: dict[str, int], column: str | None) -> Book:
    above = [row for row in range(1, len(table.rows)) if not table.text(row, titles["ID"])]
    possible = next((row for row in above if "Points Possible" in table.text(row, 0)), None)
    grade = functools.cache(lambda: _assignment(table, titles, possible, column))
    names = [titles[title] for title in ("Student", "FirstName", "LastName") if title in titles]
    return Book(
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
            raise BadInput(f"the gradebook has no assignment {wanted!r}: it has {listed(list(assignments))}")
        return found[0]
    if not assignments:
        raise BadInput('the gradebook has no column of an assignment, whose title is like "Parallel pools (4711)"')
    if len(assignments) > 1:
        titled = listed(list(assignments))
        raise BadInput(f"the gradebook has several assignments: say with --column which one is meant: {titled}")
    return next(iter(assignments.values()))


# Moodle ----------------------------------------------------------------------------------------------------------


def _moodle(table: Table, titles: dict[str, int]) -> Book:
    changeable = titles.get("Grade can be changed")
    return Book(
        "Moodle grading worksheet",
        table,
        list(range(1, len(table.rows))),
        {title: _reader(table, titles[title]) for title in _MOODLE_STUDENT if title in titles},
        lambda row: table.text(row, titles.get("Full name")) or table.text(row, titles[IDENTIFIER]),
        lambda: titles["Grade"],
        titles.get("Feedback comments"),
        lambda row: table.text(row, titles.get("Maximum Grade")),
        lambda row: "locked (Grade can be changed: No)" if table.text(row, changeable).lower() == "no" else "",
    )


# filling ------------------------------------------------------------------------------------------------------------


def _fill(book: Book, marks: Sequence[Mark], has_identifiers: bool) -> Filled:
    joined_by, rows = join(book, marks, has_identifiers=has_identifiers)
    places = places_of(rows)
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


def _in_several_rows(places: Mapping[Mark, Sequence[int]]) -> Iterator[str]:
    """Say of whom several rows fit, so that none of them can be filled."""
    groups: dict[tuple[int, ...], list[Mark]] = {}
    for mark, rows in places.items():
        if len(rows) > 1:
            groups.setdefault(tuple(rows), []).append(mark)
    for rows, found in groups.items():
        if any(mark.asked_for for mark in found):
            none = "neither" if len(rows) == 2 else "none"
            yield f"{_number_of(rows)} rows fit {_labels(found)}: {none} was filled"


def _number_of(things: Sequence[object]) -> str:
    return "two" if len(things) == 2 else str(len(things))


def _labels(marks: Sequence[Mark]) -> str:
    return " and ".join(mark.label for mark in marks)


def _why_left(book: Book, row: int, found: Sequence[Mark]) -> str:
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


def _write(book: Book, row: int, mark: Mark, cells: dict[tuple[int, int], str], filled: Filled) -> None:
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
