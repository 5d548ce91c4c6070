"""JUnit XML, as pytest itself writes it: a suite a student, a test case a claim."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from grader.classroom.grades import Grades, Submission
from grader.classroom.store import write_whole
from grader.reports.message import message_of
from grader.reports.text import visible
from grader.scorecard import FAILED, UNCHECKED, Check, Exercise


def write(grades: Grades, report: Path) -> None:
    """Write the suites of the class."""
    write_whole(report / "junit.xml", suites(grades))


def suites(grades: Grades) -> Iterator[str]:
    """Return the file piece by piece."""
    yield '<?xml version="1.0" encoding="utf-8"?>\n<testsuites name="grader">\n'
    for submission in grades.submissions:
        yield ElementTree.tostring(_suite(submission), encoding="unicode") + "\n"
    yield "</testsuites>\n"


def _suite(submission: Submission) -> ElementTree.Element:
    checks = [(exercise, check) for exercise in submission.exercises for check in exercise.checks]
    statuses = [check.status for _, check in checks]
    suite = _element(
        None,
        "testsuite",
        name=submission.id,
        errors=str(int(submission.reason is not None)),
        failures=str(statuses.count(FAILED)),
        skipped=str(statuses.count(UNCHECKED)),
        tests=str(len(checks) or int(submission.reason is not None)),
        time=f"{submission.seconds:.3f}",
    )
    if submission.reason is not None:
        case = _element(suite, "testcase", classname=submission.id, name="submission", time="0.000")
        _element(case, "error", message=submission.reason)
    for exercise, check in checks:
        _case(suite, submission, exercise, check)
    return suite


def _case(suite: ElementTree.Element, submission: Submission, exercise: Exercise, check: Check) -> None:
    case = _element(suite, "testcase", classname=f"{submission.id}.{exercise.name}", name=check.id, time="0.000")
    if check.status == FAILED:
        failure = _element(case, "failure", message=f"{check.claim} Expected {check.expected}; seen {check.seen}")
        failure.text = visible(message_of(exercise.name, check))
    elif check.status == UNCHECKED:
        _element(case, "skipped", type="not checked", message=check.seen or "")


def _element(parent: ElementTree.Element | None, tag: str, **attributes: str) -> ElementTree.Element:
    """Return a new element, with attributes that XML can hold."""
    safe = {name: visible(value) for name, value in attributes.items()}
    return ElementTree.Element(tag, safe) if parent is None else ElementTree.SubElement(parent, tag, safe)
