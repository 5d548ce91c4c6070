"""Gradescope's results.json of one student (gradescope/autograder_samples, `docs/specs.md`)."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from grader.classroom.grades import Grades, Submission, folder_of, number
from grader.classroom.store import write_whole
from grader.reports.message import message_of
from grader.reports.text import visible
from grader.scorecard import FAILED, UNCHECKED, Check, Exercise, points


def write(grades: Grades, report: Path) -> None:
    """Write the results of each student."""
    for submission in grades.submissions:
        text = json.dumps(results(submission), ensure_ascii=False, indent=1)
        write_whole(folder_of(report, submission) / "results.json", [text, "\n"])


def results(submission: Submission) -> dict[str, Any]:
    """Return the results: a test a claim. All text is plain text, so nothing in it is markup."""
    return {
        "score": number(submission.score),
        "execution_time": math.ceil(submission.seconds),
        "output": visible("\n".join(_remarks(submission))),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [
            _test(exercise, check, f"{first}.{second}")
            for first, exercise in enumerate(submission.exercises, 1)
            for second, check in enumerate(exercise.checks, 1)
        ],
    }


def _remarks(submission: Submission) -> list[str]:
    own = [f"Not graded: {submission.reason}"] if submission.reason else []
    if submission.unjudged:
        own.append(f"{points(submission.unjudged)} of {points(submission.max_score)} points were not checked")
    notes = [f"{each.name}: {note}" for each in submission.exercises for note in each.notes]
    return [*own, *submission.notes, *notes, *submission.remarks]


def _test(exercise: Exercise, check: Check, place: str) -> dict[str, Any]:
    test = {
        "score": number(check.score),
        "max_score": number(check.max_score),
        "name": visible(f"{exercise.name}: {check.claim}"),
        "number": place,
        "output": visible(_output(exercise, check)),
        "output_format": "text",
        "visibility": "visible",
    }
    # There is no status for what was not checked: without one Gradescope goes by the score, and says neither.
    return test if check.status == UNCHECKED else {**test, "status": check.status}


def _output(exercise: Exercise, check: Check) -> str:
    if check.status == FAILED:
        return message_of(exercise.name, check)
    return f"not checked: {check.seen}" if check.status == UNCHECKED else ""
