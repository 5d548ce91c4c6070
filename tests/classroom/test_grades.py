"""A graded class as data: to the file and back, and the schema that describes the file."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from corpus import ROOT

from grader.claims import Bar, Picture
from grader.classroom import grades
from grader.classroom.grades import UNGRADABLE, Grades, Kit, Submission
from grader.errors import BadInput
from grader.scorecard import FAILED, PASSED, Check, Exercise, Run

SCHEMA: dict[str, Any] = json.loads((ROOT / "grader/classroom/grades.schema.json").read_text("utf-8"))


def a_class() -> Grades:
    """A class of two: one with a failure that has a picture, one who cannot be graded."""
    late = Check("test_late", "Nothing is late.", FAILED, 0.0, 9.0, "after 1 s", "after 2 s", "start both first")
    late.picture, late.line = Picture([Bar("worker 1", "slow_add(1, 2, 3)", 0.0, 1.0)], 2.0), 12
    exercise = Exercise(
        "future", "Future.py", [Check("test_sum", "It adds.", PASSED, 0.1 + 0.2, 0.3), late], ["a note"]
    )
    exercise.runs = [Run("python future.py 1", "ended with exit status 0", late.picture)]
    jane = Submission("doe-jane-12345", "Doe, Jane", "12345", {"email": "jane@uni"}, late=True, exercises=[exercise])
    jane.score, jane.max_score, jane.seconds = exercise.score, exercise.max_score, 0.25
    lost = Submission("李雷", "李雷", "12346", status=UNGRADABLE, reason="no script was found")
    return Grades(Kit("0.1.0", "3.11.7", "virtual", "off"), 9.3, [jane, lost], "Canvas download", ["2 files"])


def test_a_class_is_written_as_its_schema_says() -> None:
    """What is written validates against the schema that comes with the kit, and the schema itself is one."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(json.loads("".join(a_class().chunks())), SCHEMA)


def test_a_class_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Nothing is lost on the way to the file and back, and a sum of fractions is written without their dust."""
    text = "".join(a_class().chunks())
    (tmp_path / "grades.json").write_text(text, "utf-8")
    again = grades.read(tmp_path)
    assert "".join(again.chunks()) == text
    assert json.loads(text) == a_class().to_json() == again.to_json()
    assert again.submissions[0].exercises[0].checks[1] == a_class().submissions[0].exercises[0].checks[1]
    assert again.submissions[0].score == 0.3


def test_a_file_that_is_no_program_is_marked() -> None:
    """So that the first thing to mend is a line and no claim; other exercises carry no such mark."""
    class_ = a_class()
    assert "no_program" not in class_.to_json()["submissions"][0]["exercises"][0]
    class_.submissions[0].exercises[0].no_program = True
    data = json.loads("".join(class_.chunks()))
    jsonschema.validate(data, SCHEMA)
    assert Grades.from_json(data).submissions[0].exercises[0].no_program


def test_grades_hold_no_runs() -> None:
    """The runs of a script differ from one grading to the next, so they are for the student's page and not for here."""
    assert a_class().submissions[0].exercises[0].runs
    assert "runs" not in a_class().to_json()["submissions"][0]["exercises"][0]


def test_an_empty_class_is_a_class() -> None:
    """A class without submissions is written and read, too."""
    empty = dataclasses.replace(a_class(), submissions=[])
    assert json.loads("".join(empty.chunks()))["submissions"] == []


@pytest.mark.parametrize(
    "change",
    [
        {"status": "graded", "reason": "it is late"},
        {"status": "ungradable", "reason": None},
        {"id": "../alice"},
        {"grade": 3},
    ],
    ids=["a reason though graded", "ungradable without a reason", "an id that is a path", "an unknown key"],
)
def test_the_schema_refuses_what_no_grading_writes(change: dict[str, object]) -> None:
    """The schema is strict: states that cannot be, and keys that nobody knows, do not validate."""
    data = a_class().to_json()
    data["submissions"][0].update(change)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data, SCHEMA)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "{folder} is no report: there is no grades.json"),
        ("[]", "{folder}/grades.json holds no grades: its schema is None, expected 'grades/v1'"),
        (
            '{"schema": "grades/v9"}',
            "{folder}/grades.json holds no grades: its schema is 'grades/v9', expected 'grades/v1'",
        ),
        ("", "{folder}/grades.json cannot be read: Expecting value: line 1 column 1 (char 0)"),
    ],
    ids=["no file", "no object", "another schema", "no JSON"],
)
def test_what_is_no_report_is_said(tmp_path: Path, content: str | None, message: str) -> None:
    """A folder without grades, or with those of another kit, is named with what was found in it."""
    if content is not None:
        (tmp_path / "grades.json").write_text(content, "utf-8")
    with pytest.raises(BadInput, match=f"^{re.escape(message.format(folder=tmp_path))}$"):
        grades.read(tmp_path)
