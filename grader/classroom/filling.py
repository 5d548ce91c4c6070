"""The gradebook that the instructor hands in, filled: read before the class is graded, written after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from grader.classroom import gradebook
from grader.classroom.find import Class, Student
from grader.classroom.grades import Grades, Submission
from grader.classroom.layouts import MOODLE
from grader.classroom.store import replace, write_whole
from grader.errors import BadInput

_FILLED = "gradebook.csv"
_REMARKS = "gradebook.txt"
WRITTEN = (_FILLED, _REMARKS)  # into a report
_MOST_SHOWN = 3


class Filler:
    """Fills one gradebook. BadInput, which names the file, for one that cannot be filled."""

    def __init__(self, file: Path, column: str | None) -> None:
        self._file = file
        self._column = column
        self._class: list[Submission] = []
        self._has_identifiers = False
        try:
            self._content = file.read_bytes()
        except OSError as error:
            raise BadInput(f"--gradebook {file} cannot be read: {error.strerror}") from None

    def require_these(self, found: Class) -> None:
        """Refuse a gradebook in which nobody of this class is."""
        self._class = [blank for each in found.students() for blank in _blank(each)]
        self._has_identifiers = found.layout.title == MOODLE
        self._fill(self._class, ())

    def fill(self, grades: Grades, report: Path) -> list[str]:
        """Write the filled gradebook into the report, and all that was remarkable beside it; return a summary."""
        filled = self._fill(grades.submissions, self._others(grades))
        replace(report / _FILLED, filled.content)
        lists = {
            "in the class, but not in the gradebook": filled.without_row,
            "in the gradebook, but nothing was handed in": filled.without_submission,
            "not asked for (--only), and left as they were": filled.not_asked_for,
            "left as they were": filled.left,
        }
        write_whole(report / _REMARKS, _full(lists))
        grades_ = "1 grade" if filled.written == 1 else f"{filled.written} grades"
        head = f"{filled.kind}: {grades_} in the column {filled.column!r}, joined by {filled.joined_by}"
        return [head, *(f"  {remark}" for remark in filled.remarks), *_short(lists)]

    def _others(self, grades: Grades) -> list[Submission]:
        """Return who of the class has no grades, because they were not asked for."""
        if len(grades.submissions) == len(self._class):
            return []  # without going through the grades, each of which is read from the disk
        asked_for = {each.id for each in grades.submissions}
        return [each for each in self._class if each.id not in asked_for]

    def _fill(self, submissions: Iterable[Submission], others: Iterable[Submission]) -> gradebook.Filled:
        try:
            return gradebook.fill(
                self._content,
                submissions,
                column=self._column,
                not_asked_for=others,
                has_identifiers=self._has_identifiers,
            )
        except BadInput as error:
            raise BadInput(f"--gradebook {self._file}: {error}") from None


def _blank(student: Student) -> Iterator[Submission]:
    """Return submissions that say whose they are, and nothing more."""
    for id, owner in zip(student.ids, student.owners, strict=True):
        yield Submission(id, owner.name, owner.key, owner.keys, max_score=1.0)


def _full(lists: dict[str, list[str]]) -> Iterator[str]:
    for title, names in lists.items():
        yield f"{title}: {len(names)}\n"
        yield from (f"  {name}\n" for name in names)


def _short(lists: dict[str, list[str]]) -> Iterator[str]:
    for title, names in lists.items():
        if names:
            more = f" and {len(names) - _MOST_SHOWN} more, see {_REMARKS}" if len(names) > _MOST_SHOWN else ""
            yield f"  {title}: {'; '.join(names[:_MOST_SHOWN])}{more}"
