"""Exercism's results.json, version 3, of one exercise (exercism/docs, `building/tooling/test-runners/interface.md`)."""

from __future__ import annotations

from typing import Any

from grader.classroom.grades import Submission
from grader.reports.message import message_of
from grader.reports.text import visible
from grader.scorecard import FAILED, PASSED, Check, Exercise

_LONGEST_OUTPUT = 500  # characters
_STATUS = {PASSED: "pass", FAILED: "fail"}  # what was not checked is an error: nobody failed


def results(submission: Submission) -> dict[str, Any]:
    """Return the results: a test a claim; an error where nothing could be graded."""
    tests = [_test(exercise, check) for exercise in submission.exercises for check in exercise.checks]
    if not tests:
        reason = submission.reason or "nothing was graded"
        return {"version": 3, "status": "error", "message": visible(reason), "tests": []}
    passed = all(test["status"] == "pass" for test in tests)
    return {"version": 3, "status": "pass" if passed else "fail", "message": None, "tests": tests}


def _test(exercise: Exercise, check: Check) -> dict[str, Any]:
    return {
        "name": visible(check.claim),
        "status": _STATUS.get(check.status, "error"),
        "message": visible(_message(exercise, check)) or None,
        "output": visible("\n".join(exercise.notes))[:_LONGEST_OUTPUT] or None,
        "test_code": check.id,
    }


def _message(exercise: Exercise, check: Check) -> str:
    if check.status == PASSED:
        return ""
    return message_of(exercise.name, check) if check.status == FAILED else f"not checked: {check.seen}"
