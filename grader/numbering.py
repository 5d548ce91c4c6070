"""PIDs in messages, numbered anew: a message that names processes reads the same in every run.

A system deals out PIDs by chance, and nobody can do anything with those of a run that is over. What matters is which of
them are the same one, and that is kept: in a check's message the first PID reads 10001, the next one 10002.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from grader.scorecard import Check

_FIRST = 10_001
_SMALLEST = 1000  # what is smaller may as well be an index, a number of seconds or a result
_NUMBER = re.compile(
    r"(?P<word>(?:process|pid|worker|master)[^\d\"]{0,12})?(?<!\d)(?P<number>\d{4,10})(?!\d)", re.IGNORECASE
)


def renumber(check: Check, pids: Collection[int]) -> None:
    """Number the PIDs anew in what was expected and seen: those that are known, and what stands where a PID does."""
    names: dict[str, str] = {}

    def anew(match: re.Match[str]) -> str:
        number = match["number"]
        if int(number) < _SMALLEST or not (match["word"] or int(number) in pids):
            return match.group()
        return (match["word"] or "") + names.setdefault(number, str(_FIRST + len(names)))

    check.expected = check.expected and _NUMBER.sub(anew, check.expected)
    check.seen = check.seen and _NUMBER.sub(anew, check.seen)
    check.hint = check.hint and _NUMBER.sub(anew, check.hint)
