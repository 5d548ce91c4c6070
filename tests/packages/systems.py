"""The schemas of the systems' files, as far as the kit writes them: no property is allowed that is not here."""

from __future__ import annotations

from typing import Any


def closed(required: list[str], **properties: Any) -> dict[str, Any]:
    """Return the schema of an object with these properties and no others."""
    return {"type": "object", "additionalProperties": False, "required": required, "properties": properties}


TEXT = {"type": "string"}
NAME = {"type": "string", "minLength": 1}
POINTS = {"type": "number", "minimum": 0}
WHOLE = {"type": "integer", "minimum": 0}
VISIBILITY = {"enum": ["hidden", "after_due_date", "after_published", "visible"]}
FORMAT = {"enum": ["text", "html", "simple_format", "md", "ansi"]}

GRADESCOPE = closed(
    ["score", "tests"],
    score=POINTS,
    execution_time=POINTS,
    output=TEXT,
    output_format=FORMAT,
    visibility=VISIBILITY,
    stdout_visibility=VISIBILITY,
    tests={
        "type": "array",
        "items": closed(
            ["score", "max_score", "name", "output"],
            score=POINTS,
            max_score=POINTS,
            status={"enum": ["passed", "failed"]},
            name=NAME,
            number=NAME,
            output=TEXT,
            output_format=FORMAT,
            tags={"type": "array", "items": TEXT},
            visibility=VISIBILITY,
        ),
    },
)

_CLASSROOM50_TEST = closed(
    ["test-name", "passed", "score", "max-score"],
    **{"test-name": NAME, "passed": {"type": "boolean"}, "score": WHOLE, "max-score": WHOLE},
)
_CLASSROOM50 = {
    "schema": {"const": "classroom50/result/v1"},
    **dict.fromkeys(("classroom", "assignment", "owner", "commit", "release", "review"), NAME),
    "assignment_type": {"enum": ["individual", "group"]},
    "submission": {"type": "string", "pattern": "^submit/"},
    "datetime": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$"},
    "score": WHOLE,
    "max-score": WHOLE,
    "tests": {"type": "array", "items": _CLASSROOM50_TEST},
}
CLASSROOM50 = closed(list(_CLASSROOM50), **_CLASSROOM50)

EXERCISM = {
    **closed(
        ["version", "status", "message", "tests"],
        version={"const": 3},
        status={"enum": ["pass", "fail", "error"]},
        message={"type": ["string", "null"]},
        tests={
            "type": "array",
            "items": closed(
                ["name", "status", "message", "output", "test_code"],
                name=NAME,
                status={"enum": ["pass", "fail", "error"]},
                message={"type": ["string", "null"]},
                output={"type": ["string", "null"], "maxLength": 500},
                test_code=NAME,
                task_id={"type": "integer"},
            ),
        },
    ),
    "if": {"properties": {"status": {"const": "error"}}},
    "then": {"properties": {"message": NAME}},
}
