"""Student text, before a report writes it for its own surface."""

from __future__ import annotations

import re
from typing import Any

# Control characters, of which XML, terminals and spreadsheets each dislike some; those that turn the direction of text,
# with which a line can show another program than it holds; and halves of characters, which no encoding can write.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def visible(text: str) -> str:
    """Return the text with what cannot be seen, or must not be written, as an escape: ESC becomes \\x1b."""
    return _UNSEEN.sub(_escape, text.replace("\r\n", "\n"))


def visible_in(data: Any) -> Any:
    """Return JSON data with every text of it made visible."""
    if isinstance(data, dict):
        return {key: visible_in(value) for key, value in data.items()}
    if isinstance(data, list):
        return [visible_in(value) for value in data]
    return visible(data) if isinstance(data, str) else data


def fenced(text: str) -> str:
    """Return text as a block of Markdown that stays a block whatever the text says."""
    ticks = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", text)), 3)
    return f"{ticks}text\n{visible(text)}\n{ticks}\n"


def _escape(match: re.Match[str]) -> str:
    code = ord(match[0])
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
