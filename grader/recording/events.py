"""The events that the recorder sends: which fields each kind has, and what they may hold.

The other side is the student's process, so every event is looked at here before anything acts on it: what has another
form was not sent by the recorder.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from grader.recording.channel import Tampered

_DEEPEST = 8  # levels of a value; the recorder keeps fewer
_MOST = 64  # members of a list, and ...
_LONGEST = 1000  # ... characters of a text; the recorder keeps fewer of both
_WIDEST = 1e300  # of a number; whole ones are kept as texts long before
_LARGEST = 1 << 62  # of a pid, a number of bytes, a stamp
_Kind = Callable[[Any], bool]


def check(event: Mapping[str, Any]) -> None:
    """Raise Tampered unless the event is of a kind that the recorder sends, with all of its fields and no others."""
    kind = event["e"]
    fields = _FIELDS.get(kind)
    if fields is None:
        raise Tampered(f"an event of an unknown kind, {kind[:40]!r}")
    fits = event.keys() >= _NEEDED[kind] and all(_fits(fields, name, value) for name, value in event.items())
    if not fits or ("value" in event and "error" in event):
        raise Tampered(f"an event of kind {kind!r} of an unknown form")


def _fits(fields: Mapping[str, _Kind], name: str, value: Any) -> bool:
    return name in fields and fields[name](value)


def _is_whole(value: Any) -> bool:
    return type(value) is int and 0 <= value < _LARGEST


def _is_whole_or_none(value: Any) -> bool:
    return value is None or _is_whole(value)


def _is_integer_or_none(value: Any) -> bool:
    return value is None or (type(value) is int and -_LARGEST < value < _LARGEST)


def _is_length(value: Any) -> bool:
    return type(value) in (int, float) and 0 <= value < math.inf


def _is_truth(value: Any) -> bool:
    return type(value) is bool


def _is_text(value: Any) -> bool:
    return type(value) is str and len(value) <= _LONGEST


def _is_text_or_none(value: Any) -> bool:
    return value is None or _is_text(value)


def _one_of(*words: Any) -> _Kind:
    return lambda value: type(value) in (str, int) and value in words


def _is_value(value: Any, depth: int = _DEEPEST) -> bool:
    """Tell whether this is a form that `inside.values.encode` gives."""
    if isinstance(value, list):
        return depth > 0 and len(value) <= _MOST and all(_is_value(member, depth - 1) for member in value)
    if isinstance(value, dict):
        return _is_described(value, depth)
    is_number = type(value) in (bool, int, float) and -_WIDEST < value < _WIDEST
    return value is None or is_number or _is_text(value)


def _is_described(value: dict[str, Any], depth: int) -> bool:
    names = set(value)
    if names == {"tuple"}:
        return isinstance(value["tuple"], list) and _is_value(value["tuple"], depth)
    if names == {"keyword", "value"}:
        return _is_text(value["keyword"]) and _is_value(value["value"], depth - 1)
    return names in ({"function"}, {"type", "repr", "str"}) and all(map(_is_text, value.values()))


_ERROR: dict[str, _Kind] = {
    "type": _is_text,
    "bases": lambda value: isinstance(value, list) and len(value) <= _MOST and all(map(_is_text, value)),
    "message": _is_text,
    "line": _is_whole_or_none,
    "column": _is_integer_or_none,
    "text": _is_text_or_none,
}


def _is_error(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and {"type", "bases", "message"} <= set(value)
        and all(_fits(_ERROR, name, value[name]) for name in value)
    )


_OUTCOME: dict[str, _Kind] = {"value": _is_value, "error": _is_error}
_TASK: dict[str, _Kind] = {"master": _is_whole, "job": _is_whole, "task": _is_whole_or_none}
_QUESTION = _one_of("ready", "successful")  # that is answered at once
_WAIT = _one_of("wait", "get")
_OPTIONAL = frozenset({"value", "error", "missing", "fatal", "timeout", "answer", "raised"})
_OWN: dict[str, dict[str, _Kind]] = {
    "begin": {},
    "main ended": {},
    "imported": {},
    "uncaught": {"error": _is_error},
    "idle": {},
    "called": {"missing": _is_truth, **_OUTCOME},
    "wrote": {"stream": _one_of(1, 2), "end": _is_whole, "size": _is_whole},
    "sleep": {"s": _is_length},
    "woke": {"s": _is_length},
    "wait": {"job": _is_whole, "s": _is_length},
    "spin": {"reads": _is_truth},
    "clock": {},
    "enter": {"job": _is_whole_or_none},
    "leave": {"job": _is_whole_or_none},
    "pool": {
        "pool": _is_whole,
        "size": _is_whole,
        "kind": _one_of("process", "thread"),
        "method": _is_text_or_none,
    },
    "grown": {"pool": _is_whole, "size": _is_whole},
    "worker": {"pool": _is_whole_or_none, "worker": _is_whole_or_none},
    "terminate": {"pool": _is_whole_or_none},
    "deaf": {"pool": _is_whole},
    "submit": {
        "job": _is_whole,
        "tasks": _is_whole_or_none,
        "how": _is_text,
        "pool": _is_whole_or_none,
        "function": _is_text,
        "callable": _is_truth,
        "args": _is_value,
    },
    "start": _TASK,
    "end": {**_TASK, **_OUTCOME, "fatal": _is_truth},
    "resolve": {"job": _is_whole, "since": _is_whole, **_OUTCOME},
    "asked": {"job": _is_whole, "what": _QUESTION, "answer": _is_truth, "raised": _is_text},
    "ask": {"job": _is_whole, "what": _WAIT, "timeout": _is_value},
    "answer": {"job": _is_whole, "what": _WAIT, "raised": _is_text},
}
_FIELDS = {kind: {"e": _is_text, "t": _is_whole, **own} for kind, own in _OWN.items()}
_NEEDED = {kind: fields.keys() - _OPTIONAL for kind, fields in _FIELDS.items()}
