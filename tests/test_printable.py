"""Text of strangers is shown without doing anything."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.printable import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Größe 5 €, 日本\n\tzwei", "Größe 5 €, 日本\n\tzwei"),
        ("\x1b[2J\rscore: 100", r"\x1b[2J\rscore: 100"),
        ("\x9b2J\x00\x7f", r"\x9b2J\x00\x7f"),
        ("a\ud800b", r"a\ud800b"),
        ("pay\u202egnp.exe\u2069", r"pay\u202egnp.exe\u2069"),
        ("one\u2028two\x85three", r"one\u2028two\x85three"),
        ("x" * 5000, "x" * 4000 + "..."),
    ],
)
def test_what_is_not_visible_is_escaped(text: str, shown: str) -> None:
    """Letters of all languages stay as they are; what steers a terminal, hides or cannot be encoded is written out."""
    assert printable(text) == shown


@settings(derandomize=True, database=None, deadline=None)
@given(st.text(st.characters()))
def test_every_text_can_be_shown(text: str) -> None:
    """The result is UTF-8, and to show it twice changes nothing."""
    shown = printable(text)
    assert shown.encode().decode() == shown
    assert printable(shown) == shown
