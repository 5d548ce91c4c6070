"""What a grading found out about one submission, as data: the only thing that the reports know."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

from grader.claims import Picture

PASSED, FAILED, UNCHECKED = "passed", "failed", "unchecked"


@dataclass
class Check:
    """One claim and what became of it."""

    id: str
    claim: str
    status: str  # passed, failed or unchecked
    score: float
    max_score: float
    expected: str | None = None
    seen: str | None = None  # for a check that is unchecked: the reason
    hint: str | None = None
    line: int | None = None  # of the student's file, where the claim points at one
    picture: Picture | None = None
    unjudged: bool = False  # not checked for the grader's own trouble: the student loses nothing by it

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Check:
        """Read what `to_json` gave."""
        picture = data.get("picture")
        return cls(**{**data, "picture": Picture.from_json(picture) if picture else None})


@dataclass
class Run:
    """One recorded run of a script: what was typed, how it ended, and who worked when."""

    command: str
    outcome: str  # "ended with exit status 0"
    picture: Picture  # all calls of the run; its end is that of the last one

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Run:
        """Read what `to_json` gave."""
        return cls(**{**data, "picture": Picture.from_json(data["picture"])})


@dataclass
class Exercise:
    """The checks of one exercise, in the order in which they are asked, and what else is to be said of it."""

    name: str
    path: str  # of the student's file, as it is shown
    checks: list[Check] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    not_started: bool = False
    no_program: bool = False  # Python cannot read the file, or there is none: the first check says why
    runs: list[Run] = field(default_factory=list)

    @property
    def score(self) -> float:
        """The points that were earned."""
        return sum(check.score for check in self.checks)

    @property
    def max_score(self) -> float:
        """The points that could be earned with the checks that were run."""
        return sum(check.max_score for check in self.checks)

    @property
    def complete(self) -> bool:
        """Every check that was run has passed."""
        return all(check.status == PASSED for check in self.checks)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Exercise:
        """Read it from JSON data, with or without the runs, and the scores, which follow from the checks."""
        own = {name: value for name, value in data.items() if name not in ("score", "max_score")}
        checks = [Check.from_json(each) for each in own.pop("checks")]
        return cls(**{**own, "checks": checks, "runs": [Run.from_json(each) for each in own.pop("runs", [])]})

    def first_failure(self) -> Check | None:
        """Return the first check that failed: the one whose message is read first."""
        return next((check for check in self.checks if check.status == FAILED), None)


@dataclass
class Scorecard:
    """One submission, exercise by exercise."""

    exercises: list[Exercise] = field(default_factory=list)
    clock: str = "virtual"
    sandbox: str = "off"  # or "bubblewrap"
    remarks: list[str] = field(default_factory=list)  # on the grading itself: which clock, and why

    @property
    def score(self) -> float:
        """The points that were earned."""
        return sum(exercise.score for exercise in self.exercises)

    @property
    def max_score(self) -> float:
        """The points that could be earned with the checks that were run."""
        return sum(exercise.max_score for exercise in self.exercises)

    def to_json(self) -> dict[str, Any]:
        """Return the scorecard as JSON data."""
        figures = {"score": self.score, "max_score": self.max_score, "unjudged": self.unjudged}
        return {**figures, **asdict(self)}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Scorecard:
        """Read what `to_json` gave."""
        exercises = [Exercise.from_json(each) for each in data["exercises"]]
        return cls(exercises, data["clock"], data["sandbox"], data["remarks"])

    @property
    def unjudged(self) -> float:
        """The points that nobody could judge: what the grader itself could not tell."""
        return sum(check.max_score for exercise in self.exercises for check in exercise.checks if check.unjudged)

    @property
    def complete(self) -> bool:
        """Every check that was run has passed."""
        return all(exercise.complete for exercise in self.exercises)


def points(number: float) -> str:
    """Return points as they are shown: 100, 87.5."""
    return f"{round(number, 2):g}"
