"""Calls that share the workers of a pool: were they over when the ideal schedule is, and if not, why?

The asked calls are those of the exercise, which sleep as long as they are told; others may share the pool with them.
"""

from __future__ import annotations

import itertools

from grader.checks.calls import futures_of, name_of, picture_of
from grader.checks.runs import command, seconds, tolerance
from grader.claims import Unmet, not_checked
from grader.recording.recording import Call, Recording
from grader.recording.schedule import makespan


def expect_ideal(recording: Recording, asked: list[Call], workers: int) -> None:
    """Expect the asked calls, which came to their end, to be over as soon as so many workers can be through."""
    if not any(each.slept for each in asked):
        not_checked("the functions do not sleep")
    late = lateness(recording, asked, workers)
    if late > tolerance(recording, min(each.slept for each in asked if each.slept)):
        calls = _sharing(recording, asked)
        took = _took(calls, asked)
        raise Unmet(
            f"all calls of {command(recording)} to be over after {seconds(took - late)}",
            _why_late(recording, calls, took),
            "submit all calls first; then poll, and only then get results",
            about="late",
            picture=picture_of(recording, calls),
        )


def lateness(recording: Recording, asked: list[Call], workers: int) -> float:
    """Return by how many seconds the calls were over later than in an ideal schedule."""
    calls = _sharing(recording, asked)
    return _took(calls, asked) - makespan([_length(each, asked) for each in calls], workers)


def _sharing(recording: Recording, asked: list[Call]) -> list[Call]:
    """Return the calls that share the workers with the asked ones, and these themselves."""
    first = min((each.submitted or 0.0 for each in asked), default=0.0)
    last = max((each.submitted or 0.0 for each in asked), default=0.0)
    return [each for each in futures_of(recording) if _takes_part(each, first, last)]


def _takes_part(each: Call, first: float, last: float) -> bool:
    """Tell whether a call shares the workers: submitted before the last asked one, and not over before the first."""
    is_over = each.resolved is not None and each.resolved <= first and each.submitted != first
    return each.started is not None and each.ended is not None and not is_over and (each.submitted or 0.0) <= last


def _took(calls: list[Call], asked: list[Call]) -> float:
    """Return the seconds from the first submission of the asked calls to the last resolution."""
    return max(each.resolved or 0.0 for each in calls) - min(each.submitted or 0.0 for each in asked)


def _length(each: Call, asked: list[Call]) -> float:
    """Return how long a call takes: as long as it sleeps, whatever else it waits for; your own may do other things."""
    if each.slept and (each.waited or each.function in {other.function for other in asked}):
        return each.slept
    return round((each.ended or 0.0) - (each.started or 0.0), 6)


def _why_late(recording: Recording, calls: list[Call], took: float) -> str:
    ordered = sorted(calls, key=lambda each: each.submitted or 0.0)
    for before, after in itertools.pairwise(ordered):
        if (after.submitted or 0.0) > (before.submitted or 0.0) + tolerance(recording):
            return (
                f"they were over after {seconds(took, recording)}: {name_of(after)} was submitted only at "
                f"{seconds(after.submitted or 0.0, recording)}"
            )
    return f"they were over after {seconds(took, recording)}"
