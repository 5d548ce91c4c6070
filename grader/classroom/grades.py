"""A graded class, as data: what REPORT/grades.json holds, and the only thing that its writers know.

`grades.schema.json` beside this module describes the file. A class is read one submission after the other: nothing here
keeps a thousand of them in memory, and a writer that goes through `grades.submissions` should not do so either.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from grader.errors import BadInput
from grader.scorecard import FAILED, Check, Exercise

SCHEMA = "grades/v1"
GRADED, UNGRADABLE = "graded", "ungradable"
FILE = "grades.json"


@dataclass(frozen=True)
class Kit:
    """What graded the class."""

    version: str
    python: str
    clock: str  # virtual or real
    sandbox: str  # bubblewrap or off


@dataclass
class Submission:
    """One student's row: who it is, and what became of what was handed in.

    The members of a group are a row each, with the same grades, and `group` names the others.
    """

    id: str  # names the student in the report: unique, and fit for a folder and an address
    name: str  # as the LMS writes it
    key: str | None = None  # what joins the row to a gradebook: Canvas's ID, Moodle's identifier, a user name
    keys: dict[str, str] = field(default_factory=dict)  # further ones, by their names: email, sid, username
    status: str = GRADED  # or ungradable
    reason: str | None = None  # why it is ungradable
    grader_failed: bool = False  # it is ungradable for the grader's own trouble, not for the student's
    late: bool = False  # as the LMS marks it
    group: list[str] = field(default_factory=list)  # ids of the other members
    score: float = 0.0
    max_score: float = 0.0
    unjudged: float = 0.0  # points that nobody could judge: what the grader itself could not tell
    seconds: float = 0.0  # that grading took
    notes: list[str] = field(default_factory=list)  # on what was handed in: a renamed file, two candidates
    remarks: list[str] = field(default_factory=list)  # on the grading: which clock, no sandbox, and why
    exercises: list[Exercise] = field(default_factory=list)  # none of an ungradable one

    def first_failure(self) -> tuple[Exercise, Check] | None:
        """Return the first claim that failed, with its exercise."""
        found = ((each, check) for each in self.exercises for check in each.checks if check.status == FAILED)
        return next(found, None)

    def to_json(self) -> dict[str, Any]:
        """Return the row as JSON data."""
        own = {each.name: getattr(self, each.name) for each in fields(self) if each.name != "exercises"}
        numbers = {name: number(own[name]) for name in ("score", "max_score", "unjudged", "seconds")}
        return {**own, **numbers, "exercises": [_exercise_to_json(each) for each in self.exercises]}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Submission:
        """Read what `to_json` gave."""
        return cls(**{**data, "exercises": [Exercise.from_json(each) for each in data["exercises"]]})


@dataclass
class Grades:
    """A graded class, in the order of its names."""

    kit: Kit
    max_score: float
    submissions: Sequence[Submission]
    layout: str = ""  # what was recognised: "Canvas download"
    remarks: list[str] = field(default_factory=list)  # on the class: files that belong to nobody, what was left out

    def to_json(self) -> dict[str, Any]:
        """Return the class as JSON data, every submission of it."""
        return {**self.head(), "submissions": [each.to_json() for each in self.submissions]}

    def head(self) -> dict[str, Any]:
        """Return all but the submissions as JSON data."""
        return {
            "schema": SCHEMA,
            "kit": asdict(self.kit),
            "layout": self.layout,
            "max_score": number(self.max_score),
            "remarks": self.remarks,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Grades:
        """Read what `to_json` gave."""
        submissions = [Submission.from_json(each) for each in data["submissions"]]
        return cls(Kit(**data["kit"]), data["max_score"], submissions, data["layout"], data["remarks"])

    def chunks(self) -> Iterator[str]:
        """Return the text of grades.json piece by piece, a submission at a time."""
        head = json.dumps(self.head(), ensure_ascii=False, indent=1).removesuffix("\n}")
        yield f'{head},\n "submissions": ['
        for place, submission in enumerate(self.submissions):
            text = json.dumps(submission.to_json(), ensure_ascii=False, indent=1)
            yield ("," if place else "") + "\n  " + text.replace("\n", "\n  ")
        yield "\n ]\n}\n"


def read(report: Path) -> Grades:
    """Read the grades of a report: its folder, or its grades.json.

    Raises BadInput when there is none, or when it was written by another kit.
    """
    file = report / FILE if report.is_dir() else report
    try:
        data = json.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        raise BadInput(f"{report} is no report: there is no {FILE}") from None
    except OSError as error:
        raise BadInput(f"{file} cannot be read: {error.strerror}") from None
    except ValueError as error:  # no UTF-8, or no JSON
        if file.name != FILE:
            raise BadInput(f"{file} is no report: give the folder that --out named, or the {FILE} in it") from None
        raise BadInput(f"{file} cannot be read: {error}") from None
    found = data.get("schema") if isinstance(data, dict) else None
    if found != SCHEMA:
        raise BadInput(f"{file} holds no grades: its schema is {found!r}, expected {SCHEMA!r}")
    return Grades.from_json(data)


def script_of(report: Path, submission: Submission, exercise: str) -> Path:
    """Return where a report keeps the script that was graded; there is none where the student handed none in."""
    return folder_of(report, submission) / "submitted" / f"{exercise}.py"


def folder_of(report: Path, submission: Submission) -> Path:
    """Return the folder of one student in a report."""
    return report / "students" / submission.id


def number(value: float) -> float:
    """Return a number as it is written: whole where it is whole, without the dust of binary fractions."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def _exercise_to_json(exercise: Exercise) -> dict[str, Any]:
    """Return an exercise without its runs: which worker took which call is chance, and grades know no chance."""
    checks = [
        {**asdict(check), "score": number(check.score), "max_score": number(check.max_score)}
        for check in exercise.checks
    ]
    scores = {"score": number(exercise.score), "max_score": number(exercise.max_score)}
    own = asdict(replace(exercise, runs=[], checks=[]))
    del own["runs"]
    if not exercise.no_program:
        del own["no_program"]
    return {**own, **scores, "checks": checks}
