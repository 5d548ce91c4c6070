"""What GitHub shows of a grading: a summary of the job, annotations at lines of the scripts, and outputs.

Student text reaches three surfaces here. In the log it could give commands to the runner, so the log is fenced; in the
summary it is code in fences longer than any in it; in annotations it is escaped as workflow commands want it.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import replace

from grader.reports.message import details_of
from grader.reports.text import fenced, visible
from grader.scorecard import FAILED, PASSED, UNCHECKED, Check, Exercise, Scorecard, points

_MOST_ANNOTATIONS = 10  # that GitHub keeps of one step
_LONGEST_ANNOTATION = 4_000  # characters
_LARGEST_SUMMARY = 1 << 20  # bytes that GitHub keeps of one step
_LONGEST_TEXT = 5_000  # characters of student text in one place

_WORDS = {PASSED: "passed", FAILED: "**failed**", UNCHECKED: "not checked"}


def fence(token: str) -> tuple[str, str]:
    """Return the lines between which the log gives no commands to the runner; the token is a secret."""
    return f"::stop-commands::{token}", f"::{token}::"


def errors(scorecard: Scorecard) -> list[str]:
    """Return a command for each claim that failed, ten at most, with the line where the claim points at one."""
    failed = [(exercise, check) for exercise in scorecard.exercises for check in _failed(exercise)]
    return [_annotation(exercise, check) for exercise, check in failed[:_MOST_ANNOTATIONS]]


def outputs(scorecard: Scorecard) -> str:
    """Return the outputs of the step, as `$GITHUB_OUTPUT` wants them."""
    return f"score={points(scorecard.score)}\nmax_score={points(scorecard.max_score)}\n"


def summary(scorecard: Scorecard, changes: Sequence[str] = ()) -> str:
    """Return the summary of the job as Markdown, 1024 KiB at most: where that is too much, without messages.

    `changes` are those of the grader in the fork, a line each; they are named, and changed nothing.
    """
    text = _summary(scorecard, with_messages=True) + _changes(changes)
    if len(text.encode()) > _LARGEST_SUMMARY:
        return _summary(scorecard, with_messages=False) + _changes(changes)
    return text


def _cut(text: str, limit: int = _LONGEST_TEXT) -> str:
    return text if len(text) <= limit else f"{text[:limit]}\n... {len(text) - limit} characters more are left out here"


def _details(check: Check, *, with_hint: bool = True) -> str:
    short = replace(
        check,
        expected=_cut(check.expected or ""),
        seen=_cut(check.seen or ""),
        hint=_cut(check.hint or "") if with_hint else None,
    )
    return "\n".join(line.removeprefix("  ") for line in details_of(short))


def _failed(exercise: Exercise) -> list[Check]:
    return [] if exercise.not_started else [check for check in exercise.checks if check.status == FAILED]


def _annotation(exercise: Exercise, check: Check) -> str:
    place = f"file={_property(exercise.path)}" + (f",line={check.line}" if check.line else "")
    text = visible(_cut(_details(check), _LONGEST_ANNOTATION))
    return f"::error {place},title={_property(check.claim)}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _summary(scorecard: Scorecard, *, with_messages: bool) -> str:
    unjudged = f", {points(scorecard.unjudged)} not checked" if scorecard.unjudged else ""
    parts = [f"# {points(scorecard.score)} / {points(scorecard.max_score)} points{unjudged}\n"]
    if scorecard.remarks:
        parts.append(fenced(_cut("\n".join(scorecard.remarks))))
    for exercise in scorecard.exercises:
        parts += _exercise(exercise, with_messages=with_messages)
    return "\n".join(parts)


def _exercise(exercise: Exercise, *, with_messages: bool) -> list[str]:
    state = ", not started" if exercise.not_started else ""
    parts = [f"## {exercise.name}: {points(exercise.score)} / {points(exercise.max_score)}{state}\n"]
    if exercise.not_started:
        return parts
    parts.append(_table(exercise))
    first = exercise.first_failure()
    if first is not None and with_messages:
        parts += _message(first)
    if exercise.notes and with_messages:
        parts.append(fenced(_cut("\n".join(exercise.notes))))
    return parts


def _changes(changes: Sequence[str]) -> str:
    if not changes:
        return ""
    return (
        "\n## The grader in this fork differs\n\n"
        "It was not used, so the points above are not changed by it: only the scripts in exercises/ are the fork's.\n\n"
        + fenced(_cut("\n".join(changes)))
    )


def _table(exercise: Exercise) -> str:
    rows = ["| claim | verdict | points |", "|:--|:--|--:|"]
    for check in exercise.checks:
        claim = html.escape(check.claim).replace("|", "&#124;").replace("\n", " ")
        rows.append(f"| {claim} | {_WORDS[check.status]} | {points(check.score)} / {points(check.max_score)} |")
    return "\n".join([*rows, ""])


def _message(check: Check) -> list[str]:
    parts = [f"First failure: **{html.escape(check.claim)}**\n", fenced(_details(check, with_hint=False))]
    if check.hint:
        parts.append(f"<details><summary>Hint</summary>\n\n{fenced(_cut(check.hint))}\n</details>\n")
    return parts
