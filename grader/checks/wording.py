"""How a status line is worded: which state of a future it tells, by well-known words, and with which index."""

from __future__ import annotations

import re

from grader.checks.facts import numbers

_RUNNING = re.compile(
    r"\b(running|still|waiting|busy|pending|working|in progress|alive|going|l[äa]uft|noch|en cours|corriendo|"
    r"unfinished|incomplete|n[o']t (?:yet )?(?:been )?(?:finished|done|ready|complete\w*|over)|"
    r"n[o']t (?:yet )?(?:has )?ended|not yet|unready)\b"
)

_FINISHED = re.compile(
    r"\b(finished|finishes|done|complete|completed|ready|ended|over|terminated|resolved|fertig|beendet|"
    r"termin[ée]e?|fini|terminado|listo)\b"
)


def states_said(text: str) -> set[bool]:
    """Return what a line says of a future by well-known words: {True} finished, {False} running, both, or nothing."""
    words = text.lower().replace("isn't", "is not").replace("hasn't", "has not")
    said = {False} if _RUNNING.search(words) else set()
    rest = _RUNNING.sub(" ", words)
    return said | ({True} if _FINISHED.search(rest) else set())


def has_index(text: str, index: int) -> bool:
    """Tell whether a line holds this index as a number of its own."""
    return any(number.value == index and not number.decimals for number in numbers(text))


def template(text: str) -> str:
    """Return a line without its numbers and its spacing, to compare how it is worded."""
    return " ".join(re.sub(r"-?\d[\d.,:]*", "#", text).split())
