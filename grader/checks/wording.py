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


# An answer turns what it answers into its opposite, "finished: False"; what other words for no deny, nobody knows.
_NO = re.compile(r"[:=?(\]]\s*(?:false|no|nein|non|n[ãa]o|нет|否)\b")
_DENIALS = re.compile(r"\b(?:no|not|nicht|kein\w*|pas|non|n[ãa]o|longer|never|false)\b(?![.\s]*[\d#])|n't\b")


def states_said(text: str) -> set[bool]:
    """Return what a line says of a future by well-known words: {True} finished, {False} running, both, or nothing."""
    words = text.lower().replace("isn't", "is not").replace("hasn't", "has not")
    rest = _RUNNING.sub(" ", words)
    said = ({False} if rest != words else set()) | ({True} if _FINISHED.search(rest) else set())
    if _NO.search(rest):
        return {not state for state in said}
    return set() if _DENIALS.search(rest) else said


def has_index(text: str, index: int) -> bool:
    """Tell whether a line holds this index as a number of its own."""
    return any(number.index == index for number in numbers(text))


def template(text: str) -> str:
    """Return a line without its numbers and its spacing, to compare how it is worded."""
    return " ".join(re.sub(r"-?\d+(?:[.:]\d+|,\d{3}(?!\d))*", "#", text).split())
