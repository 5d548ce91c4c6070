"""What is said to somebody who typed the name of a student who is not there."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence

_SHOWN = 5  # students in a message


def hint(wanted: str, students: Mapping[str, Iterable[str]]) -> str:
    """Return the ids of those who may be meant, or else of those who are there; `students` has the names of each id."""
    called: dict[str, list[str]] = {}
    for student, names in students.items():
        for name in (student, *names):
            called.setdefault(name.casefold(), []).append(student)
    close = difflib.get_close_matches(wanted.casefold(), called, n=_SHOWN)
    meant = list(dict.fromkeys(student for name in close for student in called[name]))
    return f"did you mean {listed(meant)}?" if meant else f"there are {listed(list(students))}"


def listed(names: Sequence[str]) -> str:
    """Return the first of some names, and how many more there are."""
    shown = ", ".join(names[:_SHOWN])
    return f"{shown} and {len(names) - _SHOWN} more" if len(names) > _SHOWN else shown or "none"
