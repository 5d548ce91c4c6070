"""Only what the recorder sends is an event."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.recording import events
from grader.recording.channel import Tampered
from grader.recording.inside.values import encode

from .helpers import steady, submission

ERROR = {"type": "ValueError", "bases": ["ValueError", "Exception"], "message": "no", "line": 3, "column": None}
HONEST: list[dict[str, Any]] = [
    {"e": "begin"},
    {"e": "uncaught", "error": ERROR},
    {"e": "sleep", "s": 0.5},
    {"e": "pool", "pool": 0, "size": 2, "kind": "thread", "method": None},
    {"e": "grown", "pool": 0, "size": 4},
    {"e": "submit", **submission(0)},
    {"e": "submit", **submission(0, args=None, tasks=None)},
    {"e": "end", "master": 1, "job": 0, "task": 0, "error": ERROR, "fatal": False},
    {"e": "end", "master": 1, "job": 0, "task": 0, "value": {"tuple": [1, {"function": "f"}]}},
    {"e": "called", "missing": True},
    {"e": "asked", "job": 0, "what": "ready", "answer": False},
    {"e": "answer", "job": 0, "what": "get", "raised": "TimeoutError"},
    {"e": "ask", "job": 0, "what": "wait", "timeout": {"type": "Fraction", "repr": "Fraction(1, 2)", "str": "1/2"}},
    {"e": "wrote", "stream": 1, "end": 10, "size": 5},
]


@pytest.mark.parametrize("event", HONEST, ids=lambda event: event["e"])
def test_what_the_recorder_sends_is_taken(event: dict[str, Any]) -> None:
    """Optional fields may be there or not."""
    events.check({**event, "t": 1})


@pytest.mark.parametrize("event", HONEST, ids=lambda event: event["e"])
def test_another_field_is_tampering(event: dict[str, Any]) -> None:
    """The recorder sends no other fields than its own."""
    with pytest.raises(Tampered, match="of an unknown form"):
        events.check({**event, "t": 1, "score": 100})


@pytest.mark.parametrize(
    "event",
    [
        {"e": "sleep", "s": -1},
        {"e": "sleep", "s": True},
        {"e": "sleep", "s": float("nan")},
        {"e": "sleep", "s": float("inf")},
        {"e": "wrote", "stream": True, "end": 10, "size": 5},
        {"e": "wrote", "stream": 1, "end": -10, "size": 5},
        {"e": "wrote", "stream": 1, "end": 1 << 70, "size": 5},
        {"e": "called", "value": 1, "error": ERROR},
        {"e": "called", "value": {"tuple": 5}},
        {"e": "called", "value": {"repr": "5"}},
        {"e": "called", "value": float("nan")},
        {"e": "called", "error": {**ERROR, "bases": "ValueError"}},
    ],
    ids=str,
)
def test_a_field_of_another_kind_is_tampering(event: dict[str, Any]) -> None:
    """Numbers in their range, values as they are encoded, errors whole."""
    with pytest.raises(Tampered, match="of an unknown form"):
        events.check({**event, "t": 1})


def test_a_value_that_is_nested_without_end_is_tampering() -> None:
    """The check does not fall into the trap itself."""
    with pytest.raises(Tampered):
        events.check({"e": "called", "t": 1, "value": json.loads("[" * 500 + "]" * 500)})


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary() | st.complex_numbers(),
    lambda members: st.lists(members) | st.tuples(members, members) | st.dictionaries(st.text(), members),
)


@steady
@given(anything)
def test_every_encoded_value_is_taken(value: Any) -> None:
    """Whatever a function returns, what the recorder makes of it passes."""
    events.check({"e": "called", "t": 1, "value": json.loads(json.dumps(encode(value)))})


@steady
@given(st.sampled_from(HONEST), st.data())
def test_any_other_value_in_a_field_is_tampering_or_taken(event: dict[str, Any], data: st.DataObject) -> None:
    """Nothing but Tampered comes out of the check."""
    changed = {name: data.draw(anything) if data.draw(st.booleans()) else value for name, value in event.items()}
    with contextlib.suppress(Tampered):
        events.check({"t": 1, **changed, "e": event["e"]})
