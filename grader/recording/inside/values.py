"""Values of the student's program as JSON: plain ones as they are, others by type and text."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from typing import Any

OUTCOME = "Broken for once"  # what the first call raises where a run asks for another outcome
ONCE = "; for once"  # what the text of an exception ends in where a run asks for changed results
_LONGEST = 200  # characters of a text that is kept
_MOST = 20  # members of a sequence that are kept
_WIDEST = 10**30  # beyond this, an integer is kept as text


def encode(value: Any, depth: int = 2) -> Any:
    """Return `value` in a form that JSON can hold.

    None, bool, int, finite float and str stand for themselves, a list for itself; a tuple is `{"tuple": [members]}`,
    a function `{"function": name}`; anything else is `{"type": name, "repr": text, "str": text}`.
    """
    kind = type(value)
    if value is None or kind is bool:
        return value
    for plain in (int, float):  # a class of the student's own that shows itself as a number is one
        if isinstance(value, plain) and vars(plain)["__repr__"] is kind.__repr__:
            value, kind = vars(plain)["__pos__"](value), plain
    if kind is int and -_WIDEST < value < _WIDEST:
        return value
    if kind is float and math.isfinite(value):
        return value
    if kind is str and len(value) <= _LONGEST and value.isprintable():
        return value
    if kind in (list, tuple) and depth and len(value) <= _MOST:
        members = [encode(member, depth - 1) for member in value]
        return members if kind is list else {"tuple": members}
    if callable(value) and (hasattr(value, "__name__") or _name_in_main(value)):
        return {"function": _name_of(value)}
    return {"type": kind.__name__[:_LONGEST], "repr": text_of(value), "str": text_of(value, str)}


def text_of(value: Any, show: Callable[[Any], str] = repr) -> str:
    """Return `repr(value)` (or `str`), cut to a bearable length; one that fails is named instead."""
    try:
        text = show(value)
    except Exception as error:  # the student's own methods may do anything
        text = f"<{type(value).__name__}: its {show.__name__} raises {type(error).__name__}>"
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."


def describe_error(error: BaseException) -> dict[str, Any]:
    """Return type, its base classes and the message of an exception."""
    try:
        message = str(error)
    except Exception as again:
        message = f"<its message raises {type(again).__name__}>"
    bases = [base.__name__[:_LONGEST] for base in type(error).__mro__ if base not in (object, BaseException)]
    return {"type": type(error).__name__[:_LONGEST], "bases": bases[:_MOST], "message": message[:_LONGEST]}


def call_of(func: Any, args: Any, kwds: Any) -> dict[str, Any]:
    """Describe a call by the function's name and its arguments in the order of its parameters."""
    while hasattr(func, "func") and hasattr(func, "keywords"):  # functools.partial
        if isinstance(args, (list, tuple)) and isinstance(kwds, dict):
            args, kwds = [*func.args, *args], {**func.keywords, **kwds}
        func = func.func
    if not callable(func):
        return {"function": text_of(func), "callable": False, "args": encode(args)}
    return {"function": _name_of(func), "callable": True, "args": _in_order(func, args, kwds)}


def _name_of(func: Any) -> str:
    """Return the name of a function: its own, or the one by which the student's file knows a callable object."""
    own = getattr(func, "__name__", None)
    main = sys.modules["__main__"].__dict__
    known = main.get(own) is func if isinstance(own, str) else False
    return str(own if known else _name_in_main(func) or own or type(func).__name__)[:_LONGEST]


def _name_in_main(func: Any) -> str | None:
    return next((name for name, value in list(sys.modules["__main__"].__dict__.items()) if value is func), None)


def _in_order(func: Any, args: Any, kwds: Any) -> Any:
    if not isinstance(args, (list, tuple)):
        return encode(args)
    if not kwds and len(args) >= getattr(getattr(func, "__code__", None), "co_argcount", 0):
        return encode(list(args))
    try:
        return encode(_bound(func, args, kwds))
    except (TypeError, ValueError):
        named = kwds.items() if isinstance(kwds, dict) else [("kwds", kwds)]
        return [
            *map(encode, args[:_MOST]),
            *({"keyword": str(key)[:_LONGEST], "value": encode(value, 0)} for key, value in list(named)[:_MOST]),
        ]


def _bound(func: Any, args: Any, kwds: Any) -> list[Any]:
    """Return the arguments of a call in the order of the parameters; TypeError where they do not fit.

    A decorated function shows the parameters of the one that it wraps, but may take others.
    """
    import inspect

    shown = inspect.signature(func)
    try:
        bound = shown.bind(*args, **kwds)
    except TypeError:
        bound = inspect.signature(func, follow_wrapped=False).bind(*args, **kwds)
    bound.apply_defaults()
    places = {name: place for place, name in enumerate(shown.parameters)}
    named = sorted(bound.kwargs, key=lambda name: places.get(name, len(places)))
    return [*bound.args, *(bound.kwargs[name] for name in named)]
