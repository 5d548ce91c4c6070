"""Values, errors and calls of the student's program as JSON."""

from __future__ import annotations

import functools
import json
import math
import sys
import types
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.recording.channel import _LONGEST_LINE
from grader.recording.inside.values import call_of, describe_error, encode, text_of

from .helpers import steady


def slow_add(nsecs, x, y=1):
    """Stand for a student's function."""


def free(nsecs, *rest, unit="s", **more):
    """Stand for a student's function that takes anything."""


class Adder:
    """Stands for a student's callable object."""

    def __call__(self, x):
        pass

    def method(self, x):
        pass


class Failing:
    """Its representation fails."""

    def __repr__(self):
        raise RuntimeError("no")


@pytest.fixture
def main(monkeypatch) -> types.ModuleType:
    """Stand in for the student's file."""
    module = types.ModuleType("__main__")
    monkeypatch.setitem(sys.modules, "__main__", module)
    return module


# values --------------------------------------------------------------------------------------------------------

PLAIN = [None, True, False, 0, -5, 10**30 - 1, 2.5, "", "text", "caf\u00e9 \u2713", [], [1, [2, "3"]]]


@pytest.mark.parametrize("value", PLAIN)
def test_a_plain_value_stands_for_itself(value):
    """And keeps its type: 1 is not True, nor 1.0."""
    encoded = encode(value)
    assert encoded == value
    assert type(encoded) is type(value)


class Celsius(float):
    """A number with a class of its own, that shows itself as one."""


class Kelvin(float):
    """A number that shows itself otherwise."""

    def __repr__(self):
        return f"{float(self):g} K"


def test_a_number_of_the_students_own_class_is_a_number():
    """What a function returns may be an int by any name."""
    assert (encode(Celsius(2)), type(encode(Celsius(2)))) == (2.0, float)


def told(kind: str, shown: str, plain: str | None = None) -> dict[str, str]:
    """Return the form of a value that is told by its type, its `repr` and its `str`."""
    return {"type": kind, "repr": shown, "str": shown if plain is None else plain}


OTHERS = [
    ((1, 2), {"tuple": [1, 2]}),
    ((), {"tuple": []}),
    ([(1,), 2], [{"tuple": [1]}, 2]),
    (10**30, told("int", str(10**30))),
    (-(10**30), told("int", str(-(10**30)))),
    (math.inf, told("float", "inf")),
    (math.nan, told("float", "nan")),
    (1j, told("complex", "1j")),
    ({1}, told("set", "{1}")),
    ({"a": 1}, told("dict", "{'a': 1}")),
    (b"bytes", told("bytes", "b'bytes'")),
    ("two\nlines", told("str", r"'two\nlines'", "two\nlines")),
    (Kelvin(2), told("Kelvin", "2 K")),
    (Decimal("2.5"), told("Decimal", "Decimal('2.5')", "2.5")),
    (len, {"function": "len"}),
    (int, {"function": "int"}),
    (slow_add, {"function": "slow_add"}),
    (Adder().method, {"function": "method"}),
    (
        Failing(),
        told("Failing", "<Failing: its repr raises RuntimeError>", "<Failing: its str raises RuntimeError>"),
    ),
]


@pytest.mark.parametrize(("value", "encoded"), OTHERS, ids=lambda each: text_of(each).partition(" at 0x")[0][:30])
def test_any_other_value_is_told_by_type_and_text(value, encoded):
    """A tuple says that it is one, a function its name, anything else its type and its representation."""
    assert encode(value) == encoded


def test_a_callable_object_is_told_by_its_name_in_the_file(main):
    """`add = Adder()` is a function for the student; an object without a name in the file is no function."""
    main.add = Adder()
    assert encode(main.add) == {"function": "add"}
    assert encode(Adder())["type"] == "Adder"


def test_a_nest_is_cut_off_below_two_levels():
    """What lies deeper is told by its text."""
    assert encode([[[1]]]) == [[told("list", "[1]")]]


def test_a_sequence_of_more_than_twenty_is_told_by_its_text():
    """Twenty members are kept one by one."""
    assert encode([0] * 20) == [0] * 20
    assert encode([0] * 21) == told("list", repr([0] * 21))


def test_a_text_of_more_than_two_hundred_characters_is_cut():
    """Its length stays bearable, and dots tell that something is missing."""
    assert encode("x" * 200) == "x" * 200
    assert encode("x" * 201) == told("str", "'" + "x" * 196 + "...", "x" * 197 + "...")
    assert len(text_of(range(10**9)) + text_of(list(range(1000)))) <= 20 + 200


@steady
@given(st.recursive(st.none() | st.integers() | st.floats() | st.text() | st.binary(), st.lists, max_leaves=30))
def test_whatever_is_encoded_is_json(value):
    """No value of the student's breaks the line to the grader."""
    encoded = encode(value)
    assert json.loads(json.dumps(encoded, allow_nan=False)) == encoded


TABLES = {
    "texts": [["x" * 200] * 20] * 20,
    "numbers": [[[1 / 7] * 20] * 20] * 20,
    "dictionaries": [[{"name": "x" * 200}] * 20] * 20,
    "emoji": [["\U0001f600" * 200] * 20] * 20,
}


@pytest.mark.parametrize("value", TABLES.values(), ids=TABLES)
def test_no_value_is_longer_than_the_channel_lets_through(value):
    """A call that returns a large table is an honest call."""
    assert len(json.dumps(encode(value))) < _LONGEST_LINE


# errors --------------------------------------------------------------------------------------------------------


class OddError(ValueError):
    """Stands for a student's exception."""


class SilentError(Exception):
    """Its message fails."""

    def __str__(self):
        raise RuntimeError("no")


ERRORS = [
    (ValueError("Called broken function"), "ValueError", ["ValueError", "Exception"], "Called broken function"),
    (OddError(3), "OddError", ["OddError", "ValueError", "Exception"], "3"),
    (KeyError("x"), "KeyError", ["KeyError", "LookupError", "Exception"], "'x'"),
    (KeyboardInterrupt(), "KeyboardInterrupt", ["KeyboardInterrupt"], ""),
    (SilentError(), "SilentError", ["SilentError", "Exception"], "<its message raises RuntimeError>"),
    (ValueError("x" * 500), "ValueError", ["ValueError", "Exception"], "x" * 200),
]


@pytest.mark.parametrize(("error", "name", "bases", "message"), ERRORS, ids=[each[1] for each in ERRORS])
def test_an_error_is_told_by_type_bases_and_message(error, name, bases, message):
    """So that a subclass of ValueError can be told from another error."""
    assert describe_error(error) == {"type": name, "bases": bases, "message": message}


# calls ---------------------------------------------------------------------------------------------------------

CALLS = [
    ((1, 6, 7), {}, [1, 6, 7]),
    ([1, 6, 7], {}, [1, 6, 7]),
    ((1, 6), {}, [1, 6, 1]),
    ((), {"y": 7, "x": 6, "nsecs": 1}, [1, 6, 7]),
    ((1,), {"x": 6}, [1, 6, 1]),
    (((1, 2), [3]), {}, [{"tuple": [1, 2]}, [3], 1]),
]


@pytest.mark.parametrize(("args", "kwds", "expected"), CALLS)
def test_arguments_come_in_the_order_of_the_parameters(args, kwds, expected):
    """However they are given: by position, by name, or by default."""
    assert call_of(slow_add, args, kwds) == {"function": "slow_add", "callable": True, "args": expected}


def test_arguments_without_a_parameter_of_their_own_come_last():
    """First those without a name, then those that have one."""
    assert call_of(free, (1, 2, 3), {"unit": "min", "colour": "red"})["args"] == [1, 2, 3, "min", "red"]


DECORATED = [
    ((3,), {"x": 6, "y": 7}, [3, 6, 7]),
    ((3, 6), {"y": 7}, [3, 6, 7]),
    ((), {"y": 7, "nsecs": 3, "x": 6}, [3, 6, 7]),
]


@pytest.mark.parametrize(("args", "kwds", "expected"), DECORATED)
def test_a_decorated_function_takes_what_its_wrapper_takes(args, kwds, expected):
    """It shows the parameters of the function inside; what the wrapper takes for itself comes first."""

    def inner(x=0, y=0):
        return x + y

    @functools.wraps(inner)
    def wrapper(nsecs=1, *args, **kwargs):
        return inner(*args, **kwargs)

    assert call_of(wrapper, args, kwds)["args"] == expected


MISFITS = [
    ((1,), {}, [1]),
    ((1, 2, 3, 4), {}, [1, 2, 3, 4]),
    ((1, 2), {"z": 3}, [1, 2, {"keyword": "z", "value": 3}]),
    ((1, 2, 3), {"x": 4}, [1, 2, 3, {"keyword": "x", "value": 4}]),
]


@pytest.mark.parametrize(("args", "kwds", "expected"), MISFITS)
def test_arguments_that_do_not_fit_are_told_as_they_were_given(args, kwds, expected):
    """The call will fail in its worker; what was handed over is shown nevertheless."""
    assert call_of(slow_add, args, kwds)["args"] == expected


def test_arguments_that_are_no_sequence_are_told_as_they_are():
    """`apply_async(f, 5)` is a mistake that one must be able to show."""
    assert call_of(slow_add, 5, {})["args"] == 5
    assert call_of(slow_add, "abc", {})["args"] == "abc"


def test_functions_of_the_library_have_arguments_too():
    """Also where they do not say what their parameters are."""
    assert call_of(max, (1, 2), {}) == {"function": "max", "callable": True, "args": [1, 2]}
    assert call_of(print, ("a",), {"end": ""})["args"][0] == "a"


PARTIALS = [
    (functools.partial(slow_add, 1), (6, 7), {}),
    (functools.partial(slow_add, 1, 6, 7), (), {}),
    (functools.partial(slow_add, y=7), (1, 6), {}),
    (functools.partial(functools.partial(slow_add, 1), 6), (7,), {}),
    (functools.partial(slow_add, 1, y=5), (6,), {"y": 7}),
]


@pytest.mark.parametrize(("func", "args", "kwds"), PARTIALS)
def test_a_partial_counts_as_its_function(func, args, kwds):
    """With its own arguments before those of the call."""
    assert call_of(func, args, kwds) == {"function": "slow_add", "callable": True, "args": [1, 6, 7]}


def test_a_callable_object_is_called_by_its_name_in_the_file(main):
    """Or else by that of its class."""
    main.add = Adder()
    assert call_of(main.add, (1,), {})["function"] == "add"
    assert call_of(Adder(), (1,), {})["function"] == "Adder"


@pytest.mark.parametrize("value", [13, None, "slow_add"])
def test_what_is_no_function_is_told_as_it_is(value):
    """`apply(slow_add(1, 6, 7))` calls instead of passing: what was handed over is the result."""
    assert call_of(value, [1], {}) == {"function": repr(value), "callable": False, "args": [1]}


def test_a_function_is_called_as_the_file_calls_it(main):
    """A decorated function bears the wrapper's name; the student knows it by the name in the file."""
    main.slow_diff = lambda nsecs: None
    assert call_of(main.slow_diff, (1,), {})["function"] == "slow_diff"
    assert call_of(lambda: None, (), {})["function"] == "<lambda>"
    main.slow_add = slow_add
    main.another = slow_add
    assert call_of(slow_add, (1, 2, 3), {})["function"] == "slow_add"
