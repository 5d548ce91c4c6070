"""The reports that programs read: each against its schema or its reader, and against text that means harm."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

import jsonschema
import junitparser
import pytest
from samples import everything, hostile

from grader.classroom.grades import Grades
from grader.errors import BadInput
from grader.reports import classroom50, ctrf, gradescope, junit

TEXT = {"type": "string", "pattern": "^[^\\u0000-\\u0008\\u000b-\\u001f\\ud800-\\udfff]*$"}
NATURAL = {"type": "integer", "minimum": 0}
GRADESCOPE = {  # docs/specs.md of gradescope/autograder_samples
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "score": {"type": "number"},
        "execution_time": NATURAL,
        "output": TEXT,
        "output_format": {"enum": ["text", "html", "simple_format", "md", "ansi"]},
        "visibility": {"enum": ["hidden", "after_due_date", "after_published", "visible"]},
        "stdout_visibility": {"enum": ["hidden", "after_due_date", "after_published", "visible"]},
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "properties": {
                    "score": {"type": "number"},
                    "max_score": {"type": "number"},
                    "status": {"enum": ["passed", "failed"]},
                    "name": TEXT,
                    "number": TEXT,
                    "output": TEXT,
                    "output_format": {"enum": ["text", "html", "simple_format", "md", "ansi"]},
                    "tags": {"type": "array", "items": TEXT},
                    "visibility": {"enum": ["hidden", "after_due_date", "after_published", "visible"]},
                },
            },
        },
    },
}
CTRF = {  # schema/ctrf.schema.json of ctrf-io/ctrf
    "type": "object",
    "required": ["reportFormat", "specVersion", "results"],
    "properties": {
        "reportFormat": {"const": "CTRF"},
        "specVersion": {"type": "string", "pattern": "^\\d+\\.\\d+\\.\\d+$"},
        "results": {
            "type": "object",
            "required": ["tool", "summary", "tests"],
            "properties": {
                "tool": {"type": "object", "required": ["name"], "properties": {"name": TEXT}},
                "summary": {
                    "type": "object",
                    "required": ["tests", "passed", "failed", "skipped", "pending", "other", "start", "stop"],
                    "additionalProperties": {"type": "integer"},
                },
                "tests": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["name", "status", "duration"],
                        "properties": {
                            "name": TEXT,
                            "status": {"enum": ["passed", "failed", "skipped", "pending", "other"]},
                            "duration": NATURAL,
                            "message": TEXT,
                            "filePath": TEXT,
                            "line": {"type": "integer"},
                        },
                        "additionalProperties": False,
                    },
                },
            },
        },
    },
}
OF_CLASSROOM50 = ("classroom", "assignment", "owner", "submission", "commit", "release", "review")
CLASSROOM50 = {  # schemas/result-v1.schema.json of foundation50/classroom50
    "type": "object",
    "additionalProperties": False,
    "required": ["schema", *OF_CLASSROOM50, "assignment_type", "datetime", "score", "max-score", "tests"],
    "properties": {
        "schema": {"const": "classroom50/result/v1"},
        "assignment_type": {"enum": ["individual", "group"]},
        **dict.fromkeys(OF_CLASSROOM50, TEXT),
        "datetime": {"type": "string", "pattern": "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$"},
        "score": NATURAL,
        "max-score": NATURAL,
        "tests": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["test-name", "passed", "score", "max-score"],
                "properties": {
                    "test-name": TEXT,
                    "passed": {"type": "boolean"},
                    "score": NATURAL,
                    "max-score": NATURAL,
                },
            },
        },
    },
}
AUTOGRADER = {
    "CLASSROOM": "cs1",
    "ASSIGNMENT": "pools",
    "SUBMISSION_TAG": "submit/1",
    "USERNAME": "alice",
    "COMMIT_URL": "https://c",
    "RELEASE_URL": "https://r",
    "REVIEW_URL": "https://v",
}
NOW = datetime(2026, 9, 1, 12, tzinfo=timezone.utc)
both_classes = pytest.mark.parametrize("a_class", [everything, hostile])


@both_classes
def test_gradescope_results_are_what_gradescope_reads(a_class: Callable[[], Grades]) -> None:
    """results.json of each student fits the schema, and its score is that of its tests."""
    for submission in a_class().submissions:
        results = gradescope.results(submission)
        jsonschema.validate(results, GRADESCOPE)
        assert results["score"] == sum(test["score"] for test in results["tests"])
        assert {results["output_format"], *(test["output_format"] for test in results["tests"])} == {"text"}


def test_gradescope_results_say_what_a_student_must_know() -> None:
    """A test is passed, failed with the whole message, or has no status and the reason; notes come first."""
    results = gradescope.results(everything().submissions[1])
    assert results["output"] == (
        "4 of 17 points were not checked\nFuture.py was taken for future.py\napplyasync: 2 processes were left running"
    )
    passed, failed, unchecked = results["tests"]
    assert (passed["status"], failed["status"], "status" in unchecked) == ("passed", "failed", False)
    assert failed["number"] == "1.2"
    assert "  expected  both results after 1 s\n" in failed["output"]
    assert unchecked["output"] == "not checked: this machine is too busy"
    lost = gradescope.results(everything().submissions[3])
    assert lost["output"] == "Not graded: no script was found: there are notes.docx"


@both_classes
def test_junit_xml_is_read_by_a_reader_of_junit_xml(a_class: Callable[[], Grades]) -> None:
    """There is a suite a student, and its counts are those of its cases."""
    grades = a_class()
    suites = junitparser.JUnitXml.fromstring("".join(junit.suites(grades)).encode())
    assert [suite.name for suite in suites] == [submission.id for submission in grades.submissions]
    for suite in suites:
        results = [type(result).__name__ for case in suite for result in case.result]
        assert (suite.tests, suite.failures) == (len(list(suite)), results.count("Failure"))
        assert (suite.skipped, suite.errors) == (results.count("Skipped"), results.count("Error"))


def test_junit_xml_holds_the_messages() -> None:
    """A failure holds the message, a claim that was not checked and a student who was not graded the reason."""
    text = "".join(junit.suites(everything()))
    assert 'message="Both calls sleep at the same time. Expected both results after 1 s; seen both' in text
    assert "  hint      both results after 1 s</failure>" in text
    assert '<skipped type="not checked" message="this machine is too busy" />' in text
    assert '<error message="no script was found: there are notes.docx" />' in text


@both_classes
def test_ctrf_is_what_its_schema_says(a_class: Callable[[], Grades]) -> None:
    """ctrf.json fits the schema, and its summary counts its tests."""
    report = ctrf.report_of(a_class(), ended=1_788_264_000.0)
    jsonschema.validate(json.loads(json.dumps(report)), CTRF)
    summary, tests = report["results"]["summary"], report["results"]["tests"]
    assert summary["tests"] == len(tests)
    for status in ("passed", "failed", "skipped", "other"):
        assert summary[status] == [test["status"] for test in tests].count(status)
    assert summary["stop"] == 1_788_264_000_000


@both_classes
def test_classroom50_results_are_what_its_schema_says(a_class: Callable[[], Grades]) -> None:
    """The result fits the schema, in whole numbers of which none is above its maximum."""
    for submission in a_class().submissions:
        result = classroom50.result(submission, AUTOGRADER, NOW)
        jsonschema.validate(result, CLASSROOM50)
        assert result["score"] <= result["max-score"]
        assert all(test["score"] <= test["max-score"] for test in result["tests"])
    assert result["datetime"] == "2026-09-01T12:00:00Z"


def test_classroom50_needs_its_environment() -> None:
    """Outside of its autograder the format is refused, with the variable that is missing."""
    environment: dict[str, Any] = {**AUTOGRADER}
    del environment["USERNAME"]
    with pytest.raises(BadInput, match=r"^--format classroom50 works in the autograder\.py .*: USERNAME is not in"):
        classroom50.require(environment)
