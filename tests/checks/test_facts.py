"""Reading printed lines for their facts."""

from __future__ import annotations

import pytest

from grader.checks.facts import names_pid, numbers, shows_error, shows_text, shows_value, spread_over
from grader.recording.recording import Error, Line


@pytest.mark.parametrize("text", ["Process 12 sleeps", "PID:12", "pid-12", "-12 sleeps", "(12)", "12", "Process - 12"])
def test_a_line_names_a_pid_in_any_wording(text: str) -> None:
    """Whatever stands around the number, it is the PID."""
    assert names_pid(text, 12)


def spread(texts: list[str], value: object) -> list[int]:
    lines = [Line("stdout", text, 1, 0.0, order) for order, text in enumerate(texts)]
    return [line.order for line in spread_over(lines, value)]


def test_a_value_may_be_wrapped_over_several_lines() -> None:
    """As pprint and textwrap do it: where it begins, its index stands."""
    assert spread(["Process 4:", "Result is [[1, 2],", " [3, 4]]", "done"], [[1, 2], [3, 4]]) == [1]
    assert spread(["Result is a long", "text that ends", "here."], "a long text that ends here.") == [0]
    assert spread(
        ["P(name='tea',", "  minutes=4)"], {"type": "P", "repr": "P(name='tea', minutes=4)", "str": "tea"}
    ) == [0]
    assert spread(['"process": 5,', '"result": [', '"tea",', '"café"', "]"], ["tea", "café"]) == [1]
    assert spread(['"result": [', "1,", "true", "]"], {"tuple": [1, True]}) == [0]
    assert spread(["{", '"tea": 4', "}"], {"type": "dict", "repr": "{'tea': 4}", "str": "{'tea': 4}"}) == [0]
    assert spread(["Result is [[1, 2],", " [3, 5]]"], [[1, 2], [3, 4]]) == []
    assert spread(["1", "3"], 13) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2.8e+04", 28005),
        ("2.8005e4", 28005),
        ("1,002.50", 1002.5),
        ("1_234_567.9", 1234567.89),
        ("\N{MINUS SIGN}7", -7),
        ("1.2e-05", 0.0000123),
    ],
)
def test_a_number_is_known_to_the_digits_that_are_shown(text: str, value: float) -> None:
    """However it is formatted: grouped, with an exponent, with the sign of typographers."""
    assert shows_value(f"Result is {text}", value)
    assert not shows_value(f"Result is {text}", value * 2)


def test_words_of_an_error_are_found_however_they_are_set() -> None:
    """Wrapped in a table, in capitals, or one text of several arguments; of mere signs each counts."""
    error = Error("ValueError", [], "('Called broken function', 4)")
    assert shows_error("| CALLED BROKEN |\n| FUNCTION      |", error)
    assert not shows_error("Called broken", error)
    assert shows_text("failed: !!", "!!")
    assert not shows_text("failed", "!!")


def test_a_number_of_many_digits_is_read_exactly() -> None:
    """A float would round it: factorial(20) and a change of it would be the same."""
    assert shows_value("Result is 2432902008176641000", 2432902008176641000)
    assert not shows_value("Result is 2432902008176640000", 2432902008176641000)
    assert shows_value("1e3 seconds", 1000)
    assert numbers("1e999")[0].index is None


@pytest.mark.parametrize("text", ["Process 120 sleeps", "Process 312", "Process -12 sleeps", "Process", ""])
def test_another_number_is_not_the_pid(text: str) -> None:
    """A longer number, or a negative one, is another number."""
    assert not names_pid(text, 12)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('  File "/tmp/grader-5_x2/home/future.py", line 22, in report', []),
        ("running /tmp/grader-5_x2/home/future.py with 3 workers", [3]),
        ("C:\\Users\\7\\future.py took 5 s", [5]),
        ("<function slow_add at 0x7f12> gave 13", [13]),
        ("3/6 done, 13/2, and / 4", [3, 6, 13, 2, 4]),
        ("Result: /13/", [13]),
    ],
)
def test_paths_and_places_hold_no_facts(text: str, expected: list[int]) -> None:
    """Where a file lies differs from run to run, and its numbers are not the student's."""
    assert [number.value for number in numbers(text)] == expected
