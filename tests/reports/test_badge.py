"""The score as a badge."""

from __future__ import annotations

import jsonschema
import pytest

from grader.reports.badge import badge
from grader.scorecard import Check, Exercise, Scorecard

# What shields.io takes at its endpoint, of the properties that the kit writes.
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["schemaVersion", "label", "message", "color"],
    "properties": {
        "schemaVersion": {"const": 1},
        "label": {"type": "string"},
        "message": {"type": "string", "minLength": 1},
        "color": {"enum": ["brightgreen", "green", "yellow", "orange"]},
    },
}


@pytest.mark.parametrize(
    ("score", "colour"), [(100, "brightgreen"), (80, "green"), (99.5, "green"), (50, "yellow"), (0, "orange")]
)
def test_the_badge_says_the_score(score: float, colour: str) -> None:
    """Message and colour follow from the score."""
    check = Check("test_a", "A claim.", "passed", score, 100.0)
    data = badge(Scorecard([Exercise("future", "future.py", [check])]))
    jsonschema.validate(data, SCHEMA)
    assert data == {
        "schemaVersion": 1,
        "label": "parallel pools",
        "message": f"{score:g} / 100",
        "color": colour,
    }


def test_a_badge_of_nothing() -> None:
    """Without any check the badge says 0 / 0."""
    assert badge(Scorecard())["message"] == "0 / 0"
