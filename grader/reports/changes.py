"""What changed between two gradings, as lines of text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from grader.classroom.comparison import Change, Comparison
from grader.scorecard import points


def lines(found: Comparison) -> Iterator[tuple[str, str]]:
    """Return lines, each with its style: "bold" for headings, "green" and "red" for scores that rose and fell."""
    if found.nothing:
        yield f"nothing changed: {found.same} students have the same grades, claim by claim", ""
        return
    yield from _section("how it was graded", found.conditions)
    yield from _section("what is asked", found.asked)
    yield from _section(f"new: {len(found.appeared)}", found.appeared)
    yield from _section(f"gone: {len(found.went)}", found.went)
    if found.changes:
        yield f"changed: {len(found.changes)}", "bold"
    for change in found.changes:
        yield f"  {change.name}  {_score(change)}", _colour(change)
        yield from ((f"    {detail}", "") for detail in change.details)
    yield f"the same: {found.same}", "bold"


def _section(title: str, members: list[str]) -> Iterator[tuple[str, str]]:
    if members:
        yield title, "bold"
        yield from ((f"  {member}", "") for member in members)


def _score(change: Change) -> str:
    before, after = change.before, change.after
    if before is None or after is None:
        return f"{_points(before)} -> {_points(after)}"
    if before == after:
        return f"{points(after)} as before"
    return f"{points(before)} -> {points(after)} ({after - before:+.4g})"


def _points(score: float | None) -> str:
    return "no grade" if score is None else points(score)


def _colour(change: Change) -> str:
    before, after = change.before or 0.0, change.after or 0.0
    return "green" if after > before else "red" if after < before else ""
