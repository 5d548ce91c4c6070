"""What a check says when its claim does not hold: expected, seen, hint and picture, kept as data.

A check calls `expect` and `not_checked`; what becomes of their words is the business of `grader.reports`.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from typing import Any, NoReturn

from grader.recording.recording import Error


@dataclass(frozen=True)
class Bar:
    """One call in a picture: in which row it is drawn, what it is called, from when to when (seconds)."""

    row: str
    label: str
    start: float
    end: float


@dataclass(frozen=True)
class Picture:
    """Who worked when, on one axis of time from 0 to `end` seconds."""

    bars: list[Bar] = field(default_factory=list)
    end: float = 0.0

    def settled(self) -> Picture:
        """Return the picture with each call drawn at the first worker that is free for it.

        Which of several idle workers takes a call is chance; how many work at once is not.
        """
        free: list[float] = []  # when each worker is free again
        bars = []
        for bar in sorted(self.bars, key=lambda each: (each.start, each.end, each.label)):
            if bar.row.startswith("worker "):
                worker = next((place for place, when in enumerate(free) if when <= bar.start), len(free))
                free[worker : worker + 1] = [bar.end]
                bar = replace(bar, row=f"worker {worker + 1}")
            bars.append(bar)
        return Picture(bars, self.end)

    def to_json(self) -> dict[str, Any]:
        """Return the picture as JSON data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Picture:
        """Read what `to_json` gave."""
        return cls([Bar(**bar) for bar in data["bars"]], data["end"])


class Unmet(AssertionError):
    """The claim of a check does not hold."""

    def __init__(
        self,
        expected: str,
        seen: str,
        hint: str,
        *,
        about: str = "",
        cause: Error | None = None,
        picture: Picture | None = None,
        line: int | None = None,
    ) -> None:
        super().__init__(f"expected {expected}; seen {seen}")
        self.expected = expected
        self.seen = seen
        self.hint = hint
        self.about = about  # the subject by which a known pattern of mistakes may know better
        self.cause = cause  # the student's exception on which the claim failed
        self.picture = picture
        self.line = cause.line if line is None and cause is not None else line  # of the student's file


class NotChecked(Exception):
    """The claim cannot be judged: it rests on something that failed, or `CannotTell`."""


class CannotTell(NotChecked):
    """The grader itself could not judge the claim, for no fault of the student's; the message says why."""


def expect(
    condition: object, expected: str, seen: str, hint: str, *, about: str = "", cause: Error | None = None
) -> None:
    """Go on if the condition holds; otherwise the claim is not met."""
    if not condition:
        raise Unmet(expected, seen, hint, about=about, cause=cause)


def not_checked(reason: str) -> NoReturn:
    """Leave the claim open, and say why."""
    raise NotChecked(reason)


def cannot_tell(reason: str) -> NoReturn:
    """Leave the claim open for the grader's own trouble, and say what that is: "this machine ..."."""
    raise CannotTell(reason)
