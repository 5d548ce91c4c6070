"""What changed between two gradings of a class: nothing is worse for an instructor than a silent change."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field

from grader.classroom.grades import GRADED, Grades, Submission
from grader.scorecard import Check, points


@dataclass(frozen=True)
class Change:
    """What changed for one student: the scores, or None where there was no grade, and what changed below them."""

    name: str
    before: float | None
    after: float | None
    details: list[str]


@dataclass
class Comparison:
    """What changed between two gradings of a class."""

    conditions: list[str] = field(default_factory=list)  # of the grading: the kit, the clock, the sandbox
    asked: list[str] = field(default_factory=list)  # claims that are new, gone, or worth something else
    appeared: list[str] = field(default_factory=list)  # names
    went: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    same: int = 0  # students for whom nothing changed

    @property
    def nothing(self) -> bool:
        """Nothing changed at all."""
        return not (self.conditions or self.asked or self.appeared or self.went or self.changes)


def compare(old: Grades, new: Grades) -> Comparison:
    """Compare two gradings of a class, student by student. Students are known by their ids."""
    before = {each.id: each for each in old.submissions}
    after = {each.id: each for each in new.submissions}
    found = Comparison(_conditions(old, new), _asked(old, new))
    found.appeared = [each.name for id, each in after.items() if id not in before]
    found.went = [each.name for id, each in before.items() if id not in after]
    for id, submission in after.items():
        if id in before:
            change = _change(before[id], submission)
            found.changes += [change] if change else []
            found.same += change is None
    return found


def _conditions(old: Grades, new: Grades) -> list[str]:
    before, after = asdict(old.kit), asdict(new.kit)
    return [f"{name}: {before[name]} -> {value}" for name, value in after.items() if value != before[name]]


def _asked(old: Grades, new: Grades) -> list[str]:
    """Return which claims changed, as far as somebody's exercises show what was asked."""
    before, after = (
        {key: each for one in grades.submissions for key, each in _checks(one).items()} for grades in (old, new)
    )
    asked = [
        f"{_name(key, check)}: {points(before[key].max_score)} -> {points(check.max_score)} points"
        for key, check in after.items()
        if key in before and before[key].max_score != check.max_score
    ]
    asked += [
        f"{_name(key, check)}: new, {points(check.max_score)} points"
        for key, check in after.items()
        if key not in before
    ]
    return asked + [f"{_name(key, check)}: gone" for key, check in before.items() if key not in after]


def _change(old: Submission, new: Submission) -> Change | None:
    before, after = _checks(old), _checks(new)
    details = [
        f"{_name(key, check)}: {_verdict(before[key])} -> {_verdict(check)}"
        for key, check in after.items()
        if key in before and _verdict(before[key]) != _verdict(check)
    ]
    if (old.status, old.reason) != (new.status, new.reason):
        details.insert(0, f"{_state(old)} -> {_state(new)}")
    scores = _score(old), _score(new)
    return Change(new.name, *scores, details) if details or scores[0] != scores[1] else None


def _score(submission: Submission) -> float | None:
    return submission.score if submission.status == GRADED else None


def _checks(submission: Submission) -> dict[tuple[str, str], Check]:
    """Return the checks by exercise and id: a claim may be put into other words."""
    return {(exercise.name, check.id): check for exercise in submission.exercises for check in exercise.checks}


def _name(key: tuple[str, str], check: Check) -> str:
    return f"{key[0]}: {check.claim.rstrip('.')}"


def _verdict(check: Check) -> str:
    word = "not checked" if check.status == "unchecked" else check.status
    return f"{word} {points(check.score)}/{points(check.max_score)}"


def _state(submission: Submission) -> str:
    return "graded" if submission.status == GRADED else f"not gradable ({submission.reason})"
