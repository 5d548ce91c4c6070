"""CTRF, the common test report format (ctrf-io/ctrf, `schema/ctrf.schema.json`): a test a claim of a student."""

from __future__ import annotations

import json
import time
from collections import Counter
from pathlib import Path
from typing import Any

from grader.classroom.grades import Grades, Submission
from grader.classroom.store import write_whole
from grader.reports.message import message_of
from grader.reports.text import visible_in
from grader.scorecard import FAILED, PASSED, UNCHECKED, Check, Exercise

_STATUSES = {PASSED: "passed", FAILED: "failed", UNCHECKED: "skipped"}


def write(grades: Grades, report: Path) -> None:
    """Write the report of a class that was graded just now."""
    text = json.dumps(report_of(grades, ended=time.time()), ensure_ascii=False, indent=1)
    write_whole(report / "ctrf.json", [text, "\n"])


def report_of(grades: Grades, *, ended: float) -> dict[str, Any]:
    """Return the report of a class whose grading ended at `ended`, in seconds since the epoch."""
    tests = [test for submission in grades.submissions for test in _tests(submission)]
    count = Counter(test["status"] for test in tests)
    seconds = sum(submission.seconds for submission in grades.submissions)
    summary = {
        "tests": len(tests),
        **{status: count[status] for status in ("passed", "failed", "skipped", "pending", "other")},
        "start": round((ended - seconds) * 1000),
        "stop": round(ended * 1000),
    }
    tool = {"name": "grader", "version": grades.kit.version}
    results = {"tool": tool, "summary": summary, "tests": tests}
    return {"reportFormat": "CTRF", "specVersion": "0.0.0", "results": visible_in(results)}


def _tests(submission: Submission) -> list[dict[str, Any]]:
    if submission.reason is not None:
        return [
            {"name": f"{submission.id}: submission", "status": "other", "duration": 0, "message": submission.reason}
        ]
    return [_test(submission, exercise, check) for exercise in submission.exercises for check in exercise.checks]


def _test(submission: Submission, exercise: Exercise, check: Check) -> dict[str, Any]:
    name = f"{submission.id}: {exercise.name}: {check.claim}"
    test = {"name": name, "status": _STATUSES[check.status], "duration": 0, "filePath": exercise.path}
    if check.status == FAILED:
        test["message"] = message_of(exercise.name, check)
    elif check.seen:
        test["message"] = check.seen
    return {**test, "line": check.line} if check.line else test
