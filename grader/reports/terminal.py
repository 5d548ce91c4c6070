"""What a student sees at the end of `pytest exercises`."""

from __future__ import annotations

from collections.abc import Callable

from grader.coverage import EVERYTHING, Coverage
from grader.printable import printable
from grader.reports.message import details_of
from grader.scorecard import FAILED, PASSED, UNCHECKED, Check, Exercise, Scorecard, points

Write = Callable[..., None]  # text, and the colours as keywords, as of pytest's terminal writer

_WORDS = {PASSED: "passed", FAILED: "FAILED", UNCHECKED: "not checked"}
_COLOURS: dict[str, dict[str, bool]] = {PASSED: {"green": True}, FAILED: {"red": True}, UNCHECKED: {"yellow": True}}
_WIDTH = 80


def write(scorecard: Scorecard, line: Write, *, verbosity: int = 0, coverage: Coverage = EVERYTHING) -> None:
    """Write the claims of each exercise, a line each, its first failure in full, the scores and the next step.

    The coverage says which part of the exercises that is. With a verbosity of 1 and more all failures are written in
    full; below 0 the claims that hold are left out.
    """
    for remark in scorecard.remarks:
        line(f"note: {remark}", yellow=True)
    for exercise in scorecard.exercises:
        _write_exercise(exercise, line, verbosity)
    line("")
    line(f"score: {points(scorecard.score)} / {points(scorecard.max_score)}{_unjudged(scorecard)}", bold=True)
    if (extent := _extent(coverage)) is not None:
        line(extent, yellow=True)
    text, colour = _next_step(scorecard, coverage)
    for part in text.splitlines():
        line(part, **colour)


def _write_exercise(exercise: Exercise, line: Write, verbosity: int) -> None:
    line("")
    score = f"{points(exercise.score)} / {points(exercise.max_score)}"
    line(f"{exercise.name}  {score}{'  not started' if exercise.not_started else ''}", bold=True)
    if exercise.not_started:
        return
    first = exercise.first_failure()
    for check in exercise.checks:
        if check.status == PASSED and verbosity < 0:
            continue
        _write_check(check, line)
        if check is first or (check.status == FAILED and verbosity > 0):
            for detail in details_of(check):
                line(f"  {detail}")
        elif check.status == UNCHECKED and verbosity > 0:
            line(f"      {check.seen}")
    for note in exercise.notes:
        line(f"  note: {note}", yellow=True)


def _write_check(check: Check, line: Write) -> None:
    word = _WORDS[check.status]
    room = _WIDTH - 21
    claim = check.claim.rstrip(".")
    claim = claim if len(claim) <= room else claim[: room - 3] + "..."
    earned = f"{points(check.score)}/{points(check.max_score)}"
    line(f"  {word:11}  {earned:>5}  {claim}", **_COLOURS[check.status])


def _unjudged(scorecard: Scorecard) -> str:
    return f", {points(scorecard.unjudged)} not checked" if scorecard.unjudged else ""


def _extent(coverage: Coverage) -> str | None:
    """Return which part of what was asked for the scores are about; None for all of it."""
    part = f"{coverage.run} of {coverage.claims} claims were run"
    if coverage.interrupted:
        return f"The run was interrupted, so not everything was checked: {part}"
    return part if coverage.run < coverage.claims else None


def _next_step(scorecard: Scorecard, coverage: Coverage) -> tuple[str, dict[str, bool]]:
    """Return what to do next; nothing where only the interruption is to be told."""
    if scorecard.complete:
        return ("", {}) if coverage.interrupted else (_praise(coverage), {"green": True})
    for exercise in scorecard.exercises:
        if exercise.not_started:
            return f"next: open {printable(exercise.path)} and fill the first gap, marked TODO", {}
        if (check := exercise.first_failure()) is not None:
            return _what_to_mend(exercise, check), {}
    if scorecard.unjudged:
        return "next: run the checks again on a machine that is less busy", {}
    return "next: run the checks that these rest on, too", {}


def _praise(coverage: Coverage) -> str:
    if coverage.is_whole:
        return "All claims hold: your calls run in parallel, and no error is lost. Well done!"
    following = printable(coverage.following) if coverage.following else "check all exercises together"
    return f"All that was checked holds.\nnext: {following}"


def _what_to_mend(exercise: Exercise, check: Check) -> str:
    path = printable(exercise.path)
    if not exercise.no_program:
        return f'next: in {path}, make this true:\n      "{check.claim}"'
    if check.line is not None:
        return f"next: mend line {check.line} of {path}"
    trouble, _, _ = (check.seen or "").partition("\n")
    return f"next: see to {path}: {trouble}"
