"""PIDs in messages, numbered anew, and no addresses: a message reads the same in every run.

A system deals out PIDs by chance, and nobody can do anything with those of a run that is over. What matters is which of
them are the same one, and that is kept: in a check's message the first PID reads 10001, the next one 10002.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from grader.scorecard import Check

_FIRST = 10_001
_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
_SMALLEST = 1000  # what is smaller may as well be an index, a number of seconds or a result
_NUMBER = re.compile(
    r"(?P<word>(?:process|pid|worker|master)[^\d\"]{0,12})?(?<!\d)(?P<number>\d{4,10})(?!\d)", re.IGNORECASE
)


def renumber(check: Check, pids: Collection[int]) -> None:
    """Number the PIDs of a message anew: those that are known, and what stands where one does; leave out addresses."""
    names: dict[str, str] = {}

    def anew(match: re.Match[str]) -> str:
        number = match["number"]
        if int(number) < _SMALLEST or not (match["word"] or int(number) in pids):
            return match.group()
        return (match["word"] or "") + names.setdefault(number, str(_FIRST + len(names)))

    def steady(text: str | None) -> str | None:
        return text and _NUMBER.sub(anew, _ADDRESS.sub("", text))

    check.expected, check.seen, check.hint = steady(check.expected), steady(check.seen), steady(check.hint)
