"""Classroom 50's result of one student (foundation50/classroom50, `schemas/result-v1.schema.json`)."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from grader.classroom.grades import Grades, Submission, folder_of
from grader.classroom.store import write_whole
from grader.errors import BadInput
from grader.reports.text import visible
from grader.scorecard import PASSED, Check, Exercise

_FROM_ENVIRONMENT = {  # what its autograder.py is told
    "classroom": "CLASSROOM",
    "assignment": "ASSIGNMENT",
    "owner": "USERNAME",
    "submission": "SUBMISSION_TAG",
    "commit": "COMMIT_URL",
    "release": "RELEASE_URL",
    "review": "REVIEW_URL",
}


def write(grades: Grades, report: Path) -> None:
    """Write the result of the student whose repository this is."""
    for submission in grades.submissions:
        text = json.dumps(result(submission, os.environ, datetime.now(timezone.utc)), ensure_ascii=False, indent=1)
        write_whole(folder_of(report, submission) / "result.json", [text, "\n"])


def require(environment: Mapping[str, str] = os.environ) -> None:
    """Raise BadInput outside of Classroom 50: the environment of its autograder says whose result this is."""
    missing = [name for name in _FROM_ENVIRONMENT.values() if name not in environment]
    if missing:
        raise BadInput(
            "--format classroom50 works in the autograder.py of Classroom 50 only: "
            f"{missing[0]} is not in the environment"
        )


def require_one(submissions: int) -> None:
    """Raise BadInput for a class: the environment names one owner, and each result would be that one's."""
    if submissions > 1:
        raise BadInput(
            "--format classroom50 is for one submission, in the autograder.py of Classroom 50, "
            f"and here are {submissions}: its result.json would name the same owner for each"
        )


def result(submission: Submission, environment: Mapping[str, str], now: datetime) -> dict[str, Any]:
    """Return the result; its scores are whole numbers, each claim's rounded. Raises BadInput as `require` does."""
    require(environment)
    tests = [_test(exercise, check) for exercise in submission.exercises for check in exercise.checks]
    return {
        "schema": "classroom50/result/v1",
        **{name: environment[variable] for name, variable in _FROM_ENVIRONMENT.items()},
        "assignment_type": "group" if submission.group else "individual",
        "datetime": now.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "score": sum(test["score"] for test in tests),
        "max-score": sum(test["max-score"] for test in tests),
        "tests": tests,
    }


def _test(exercise: Exercise, check: Check) -> dict[str, Any]:
    return {
        "test-name": visible(f"{exercise.name}: {check.claim}"),
        "passed": check.status == PASSED,
        "score": round(check.score),
        "max-score": round(check.max_score),
    }
