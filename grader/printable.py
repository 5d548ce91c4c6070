"""Text of strangers, made fit to be shown: it moves no cursor, hides nothing, and can be written as UTF-8."""

from __future__ import annotations

import io
import sys
import unicodedata

_KEPT = "\n\t"
_LONGEST = 4000  # characters
_HIDING = ("Cc", "Cs", "Zl", "Zp")  # control characters, surrogates, separators of lines and of paragraphs
_TURNING = {*range(0x202A, 0x202F), *range(0x2066, 0x206A)}  # they make a text read backwards


def write_in_any_encoding() -> None:
    r"""Let stdout and stderr write what their encoding does not have as an escape, `\u20ac`, as pytest does.

    A console of Windows, a pipe with PYTHONIOENCODING, or a file's name that is no UTF-8 must stop no command.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def printable(text: str) -> str:
    r"""Return `text` with what is no visible character as an escape, `\x1b`; its end is left out if it is very long."""
    shown = "".join(character if _is_visible(character) else _escape(character) for character in text[:_LONGEST])
    return shown if len(text) <= _LONGEST else f"{shown}..."


def _is_visible(character: str) -> bool:
    return character in _KEPT or not (unicodedata.category(character) in _HIDING or ord(character) in _TURNING)


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
