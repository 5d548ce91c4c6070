"""From what was found to grades: which submissions are still to be graded, and the rows of those that are."""

from __future__ import annotations

import fnmatch
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, overload

import grader
from grader.classroom.find import Found, Student
from grader.classroom.grades import GRADED, UNGRADABLE, Grades, Kit, Submission
from grader.classroom.job import PYTHON, Job, Result, digest_of_the_kit
from grader.classroom.layouts import Owner
from grader.classroom.naming import hint
from grader.classroom.store import Store
from grader.errors import BadInput
from grader.scorecard import Exercise
from grader.settings import Settings

_OFF = "off"


class Watch(Protocol):
    """Somebody who hears how far a grading has come."""

    def done(self, name: str, *, anew: bool) -> None:
        """Hear of a submission that is done: whose it is, and whether it was graded in this run."""


@dataclass(frozen=True)
class _Row:
    """One student: whose submission, which of its owners, and the key of its result."""

    found: Found
    place: int
    key: str | None


class Marking:
    """What is graded so far. It keeps few bytes of a submission: what came of each lies in the store."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self._store = store
        self._settings = settings
        self._rows: list[_Row] = []
        self._max_score = 0.0
        self._kit = Kit(grader.__version__, PYTHON, settings.clock, _OFF)
        self._heard = False
        self._remarks: dict[str, None] = {}  # in the order in which they came

    def jobs(self, found: Iterable[Found], watch: Watch, *, only: Sequence[str], force: bool) -> Iterator[Job]:
        """Return the jobs that are to be done; of those whose result is known, it is taken.

        `only` names the students who are asked for, as `is_meant` tells, `force` grades them whatever is known. Who is
        not asked for stays in the report with what is known already.
        """
        asked: set[str] = set()
        left_out = 0
        for each in found:
            wanted = is_meant(each, only)
            job = Job(each.chosen.scripts, self._settings, digest_of_the_kit(), each.owners[0].name)
            key = job.key if each.reason is None else None
            known = self._store.result(key) if key is not None else None
            if wanted and key is not None and key not in asked and (force or known is None or not known.settled):
                asked.add(key)
                self._add(each, key)
                yield job
            elif wanted or known is not None or key is None:
                self._add(each, key)
                if known is not None:
                    self._hear(known)
                watch.done(job.name, anew=False)
            else:
                left_out += 1
        if left_out:
            self._remarks[_not_asked_for(left_out)] = None

    def take(self, job: Job, result: Result) -> None:
        """Keep what came of a job."""
        self._store.keep(job.key, result)
        self._hear(result)

    def _add(self, found: Found, key: str | None) -> None:
        for student in found.ids:
            self._store.keep_scripts(student, {f"{name}.py": each for name, each in found.chosen.scripts.items()})
        without = replace(found, chosen=replace(found.chosen, scripts={}))
        self._rows += [_Row(without, place, key) for place in range(len(found.owners))]

    def _hear(self, result: Result) -> None:
        if result.failure is not None:
            return
        sandbox = result.sandbox if self._kit.sandbox == result.sandbox or not self._heard else _OFF
        clock = result.clock if self._kit.clock == result.clock or not self._heard else "real"
        self._heard, self._kit = True, replace(self._kit, clock=clock, sandbox=sandbox)
        self._max_score = max(self._max_score, result.max_score)
        self._remarks.update(dict.fromkeys(result.remarks))

    def grades(self, layout: str, remarks: Sequence[str], max_score: Callable[[], float]) -> Grades:
        """Return the grades of all that is graded; `max_score` is asked where nothing could be."""
        best = self._max_score or max_score()
        rows = sorted(self._rows, key=_order)
        return Grades(self._kit, best, _Submissions(self._store, rows, best), layout, [*remarks, *self._remarks])


def _not_asked_for(number: int) -> str:
    if number == 1:
        return "1 submission was not asked for (--only), and is not in this report"
    return f"{number} submissions were not asked for (--only), and are not in this report"


def is_meant(student: Student, only: Sequence[str]) -> bool:
    """Tell whether a submission is asked for: by id, name or key of an owner, where * stands for anything."""
    return not only or any(_is_called(student, pattern) for pattern in only)


def require_known(only: Sequence[str], students: Sequence[Student]) -> None:
    """Raise BadInput for a name that nobody has, before anything is graded."""
    for pattern in only:
        if not any(_is_called(student, pattern) for student in students):
            names = {id: _names(owner) for each in students for id, owner in zip(each.ids, each.owners, strict=True)}
            raise BadInput(f"--only {pattern}: there is nobody of this id, name or key; {hint(pattern, names)}")


def _is_called(student: Student, pattern: str) -> bool:
    names = [*student.ids, *(name for owner in student.owners for name in _names(owner))]
    return any(fnmatch.fnmatchcase(name.casefold(), pattern.casefold()) for name in names)


def _names(owner: Owner) -> list[str]:
    return [name for name in (owner.name, owner.key) if name]


def _order(row: _Row) -> tuple[str, str, str]:
    owner = row.found.owners[row.place]
    return unicodedata.normalize("NFKC", owner.name).casefold(), owner.key or "", row.found.ids[row.place]


class _Submissions(Sequence[Submission]):
    """The rows of a class, each read when it is asked for."""

    def __init__(self, store: Store, rows: Sequence[_Row], max_score: float) -> None:
        self._store = store
        self._rows = rows
        self._max_score = max_score

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Submission: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Submission]: ...

    def __getitem__(self, index: int | slice) -> Submission | Sequence[Submission]:
        if isinstance(index, slice):
            return _Submissions(self._store, self._rows[index], self._max_score)
        row = self._rows[index]
        submission = self._blank(row)
        result = self._store.result(row.key) if row.key is not None else None
        if result is not None and result.failure is None:
            _fill(submission, row.found, result)
        elif row.found.reason is None:
            reason = "its result is gone" if result is None else str(result.failure)
            submission.reason, submission.grader_failed = f"the grader itself failed: {reason}", True
        return submission

    def _blank(self, row: _Row) -> Submission:
        found, owner = row.found, row.found.owners[row.place]
        return Submission(
            found.ids[row.place],
            owner.name,
            owner.key,
            dict(owner.keys),
            UNGRADABLE,
            found.reason,
            found.unreadable,
            found.late,
            [student for place, student in enumerate(found.ids) if place != row.place],
            max_score=self._max_score,
            notes=list(found.chosen.notes),
        )


def _fill(submission: Submission, found: Found, result: Result) -> None:
    submission.status, submission.reason, submission.grader_failed = GRADED, None, False
    submission.exercises = [Exercise.from_json(each) for each in result.exercises]
    for exercise in submission.exercises:
        exercise.path = found.chosen.paths.get(exercise.name, f"{exercise.name}.py")
    submission.score = sum(exercise.score for exercise in submission.exercises)
    submission.max_score, submission.unjudged = result.max_score, result.unjudged
    submission.seconds, submission.remarks = result.seconds, list(result.remarks)
    if result.python != PYTHON:
        submission.remarks.append(f"graded on Python {result.python}")
