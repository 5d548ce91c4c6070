"""The message of a check that failed: claim, expected, seen, picture, hint. Plain text, 80 columns wide."""

from __future__ import annotations

import textwrap

from grader.claims import Picture
from grader.scorecard import Check

_WIDTH = 78  # columns; what is written is indented by two more at most
_MARGIN = "  "
_COLUMN = 10  # where the text of "expected", "seen" and "hint" begins, after the margin
_AXIS = 20  # characters of the bar chart


def message_of(exercise: str, check: Check) -> str:
    """Return the whole message of a check that failed."""
    claim = check.claim.rstrip(".")
    lines = _wrap(f"FAILED  {exercise}: {claim[:1].lower() + claim[1:]}", "", " " * 8)
    lines += details_of(check)
    return "\n".join(lines)


def details_of(check: Check) -> list[str]:
    """Return expected, seen, picture and hint, a line each or more."""
    lines = _field("expected", check.expected)
    lines += _field("seen", check.seen)
    if check.picture is not None:
        lines += [_MARGIN + " " * _COLUMN + line for line in draw(check.picture)]
    return lines + _field("hint", check.hint)


def draw(picture: Picture, axis: int = _AXIS) -> list[str]:
    """Return a picture as text: a row a call, its bar where on the axis of time it ran, `axis` characters long."""
    if picture.end <= 0:
        return []
    bars = picture.bars
    rows = max(len(bar.row) for bar in bars)
    labels = max(len(bar.label) for bar in bars)
    drawn = []
    for bar in bars:
        start = round(bar.start / picture.end * axis)
        end = max(start + 1, round(bar.end / picture.end * axis))
        stretch = (" " * start + "#" * (end - start)).ljust(axis)
        drawn.append(f"{bar.row:{rows}}  {bar.label:{labels}}  |{stretch}|")
    return [*drawn, " " * (rows + labels + 4) + f"0{f'{picture.end:g} s':>{axis + 1}}"]


def _field(name: str, text: str | None) -> list[str]:
    if not text:
        return []
    first, *rest = text.splitlines()
    lines = _wrap(first, f"{_MARGIN}{name:{_COLUMN}}", _MARGIN + " " * _COLUMN)
    return lines + [_MARGIN + " " * _COLUMN + line for line in rest]


def _wrap(text: str, first: str, others: str) -> list[str]:
    return textwrap.wrap(text, _WIDTH, initial_indent=first, subsequent_indent=others, break_on_hyphens=False)
