"""What the page of a class says: the scores, the claims that were not met and why, and who needs help."""

from __future__ import annotations

import re
import statistics
from collections import Counter
from dataclasses import dataclass, field

from grader.classroom.grades import UNGRADABLE, Grades, Submission
from grader.scorecard import FAILED, UNCHECKED, Check, Exercise

_ENOUGH = 0.5  # the share of the points below which somebody needs help
_BINS = 10  # of the distribution, besides the one of full marks


@dataclass(frozen=True)
class Row:
    """One student, small enough to keep a thousand of them."""

    id: str
    name: str
    key: str
    state: str  # "ungradable", "not started" or "graded"
    score: float
    max_score: float
    unjudged: float
    late: bool
    scores: dict[str, float]  # by exercise; one that was not started is not there
    failed: frozenset[int]  # numbers of claims
    first: str  # what to talk about first: the reason, or the first claim that failed
    notes: int

    @property
    def share(self) -> float:
        """The part of all points that was earned, from 0 to 1."""
        return self.score / self.max_score if self.max_score else 0.0

    @property
    def full(self) -> bool:
        """All points were earned."""
        return self.state == "graded" and self.share == 1

    @property
    def needs_help(self) -> bool:
        """There is no grade, nothing was begun, or less than half of the points was earned."""
        return self.state != "graded" or self.share < _ENOUGH


@dataclass
class Claim:
    """One claim, and what became of it in the class."""

    number: int
    exercise: str
    text: str
    max_score: float
    failed: int = 0
    unchecked: int = 0
    judged: int = 0  # students of whom it was asked
    causes: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)  # what was seen, by cause

    @property
    def commonest(self) -> tuple[str, str, int] | None:
        """The hint that most were given, what one of them was told to have been seen, and how many were."""
        if not self.causes:
            return None
        cause = max(self.causes, key=lambda cause: self.causes[cause])
        return cause, self.examples[cause], self.causes[cause]


@dataclass
class Overview:
    """The class, counted."""

    rows: list[Row]
    claims: list[Claim]
    exercises: dict[str, float]  # names, and the points of each

    @classmethod
    def of(cls, grades: Grades) -> Overview:
        """Count a class, going through its submissions once."""
        overview = cls([], [], {})
        known: dict[tuple[str, str], Claim] = {}
        for submission in grades.submissions:
            overview.rows.append(_row(submission, known))
            for exercise in submission.exercises:
                overview.exercises.setdefault(exercise.name, exercise.max_score)
        overview.claims = sorted(known.values(), key=lambda claim: -claim.failed)
        return overview

    @property
    def graded(self) -> list[Row]:
        """Who has a grade."""
        return [row for row in self.rows if row.state != "ungradable"]

    @property
    def in_need(self) -> list[Row]:
        """Who needs help: those without a grade or a beginning first, then by score."""
        return sorted((row for row in self.rows if row.needs_help), key=lambda row: (row.state == "graded", row.score))

    @property
    def unjudged(self) -> list[Row]:
        """Whose scripts the grader itself could not judge in full."""
        return [row for row in self.rows if row.unjudged]

    @property
    def median(self) -> float:
        """The median score of those who have a grade; 0 where nobody has one."""
        return statistics.median([row.score for row in self.graded] or [0.0])

    def distribution(self) -> list[tuple[str, int]]:
        """Return how many earned which tenth of the points, full marks apart: labels in percent, and counts."""
        count = Counter(min(int(row.share * _BINS + 1e-9), _BINS) for row in self.graded)
        width = 100 // _BINS
        return [(str(tenth * width), count[tenth]) for tenth in range(_BINS + 1)]


def _row(submission: Submission, known: dict[tuple[str, str], Claim]) -> Row:
    failed = set()
    for exercise in submission.exercises:
        for check in exercise.checks:
            claim = known.setdefault(
                (exercise.name, check.id), Claim(len(known), exercise.name, check.claim, check.max_score)
            )
            _count(claim, check)
            if check.status == FAILED:
                failed.add(claim.number)
    return Row(
        submission.id,
        submission.name,
        submission.key or "",
        _state(submission),
        submission.score,
        submission.max_score,
        submission.unjudged,
        submission.late,
        {each.name: each.score for each in submission.exercises if not each.not_started},
        frozenset(failed),
        _first(submission),
        len(submission.notes) + sum(len(each.notes) for each in submission.exercises),
    )


def _count(claim: Claim, check: Check) -> None:
    claim.judged += 1
    claim.unchecked += check.status == UNCHECKED
    if check.status == FAILED:
        claim.failed += 1
        cause = _without_lines(check.hint or check.seen or "")
        claim.causes[cause] += 1
        claim.examples.setdefault(cause, check.seen or "")


def _without_lines(hint: str) -> str:
    """Return a hint without the line of one script, which says nothing of the others."""
    return re.sub(r"\bline \d+\b", "a line", re.sub(r"^line \d+: ", "", hint))


def _state(submission: Submission) -> str:
    if submission.status == UNGRADABLE:
        return "ungradable"
    begun = [each for each in submission.exercises if not each.not_started]
    return "graded" if begun else "not started"


def _first(submission: Submission) -> str:
    if submission.reason is not None:
        return submission.reason
    failure = submission.first_failure()
    if failure is not None:
        return f"{failure[0].name}: {failure[1].claim}"
    stubs = [each.name for each in submission.exercises if each.not_started]
    return f"{_and(stubs)} not started" if stubs else _unjudged(submission.exercises)


def _unjudged(exercises: list[Exercise]) -> str:
    checks = [check for each in exercises for check in each.checks if check.status == UNCHECKED]
    return checks[0].seen or "" if checks else ""


def _and(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
