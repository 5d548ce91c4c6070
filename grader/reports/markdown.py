"""feedback.md: what one student reads where Markdown is shown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from grader.classroom.grades import Grades, Submission, folder_of
from grader.classroom.store import write_whole
from grader.reports.message import details_of
from grader.reports.text import fenced, visible
from grader.reports.timeline import timeline_of
from grader.scorecard import FAILED, PASSED, UNCHECKED, Check, Exercise, points

_WORDS = {PASSED: "passed", FAILED: "**failed**", UNCHECKED: "not checked"}
_MARKS = re.compile(r"[\\`*_\[\]<>#|~&]")  # signs that mean something anywhere in a line
_BEGINNING = re.compile(r"^(\d*)([-+.)=:])")  # what makes a list, or more, at the beginning of one
_MENTION = re.compile(r"(?<![\w.])@(?=\w)")


def write(grades: Grades, report: Path) -> None:
    """Write the page of each student."""
    for submission in grades.submissions:
        write_whole(folder_of(report, submission) / "feedback.md", [feedback(submission)])


def feedback(submission: Submission) -> str:
    """Return the page: score, claims, what to mend, notes."""
    return "\n".join(_parts(submission))


def inline(text: str) -> str:
    """Return text that is shown as it is within a line of Markdown, without markup, links or mentions."""
    line = _MARKS.sub(r"\\\g<0>", " ".join(visible(text).split()))
    return _MENTION.sub("@\N{ZERO WIDTH SPACE}", _BEGINNING.sub(r"\1\\\2", line))


def _parts(submission: Submission) -> Iterator[str]:
    yield f"# {inline(submission.name)}\n"
    if submission.reason is not None:
        yield f"Not graded: {inline(submission.reason)}\n"
    else:
        unjudged = f", {points(submission.unjudged)} not checked" if submission.unjudged else ""
        yield f"**{points(submission.score)} of {points(submission.max_score)} points**{unjudged}\n"
    for exercise in submission.exercises:
        yield from _exercise(exercise)
    notes = [*submission.notes, *submission.remarks]
    if notes:
        yield "## Notes\n"
        yield "".join(f"- {inline(note)}\n" for note in notes)


def _exercise(exercise: Exercise) -> Iterator[str]:
    state = ", not started" if exercise.not_started else ""
    yield f"## {inline(exercise.name)}: {points(exercise.score)} of {points(exercise.max_score)}{state}\n"
    if exercise.not_started:
        return
    yield "| verdict | points | claim |\n|:--|--:|:--|"
    yield "".join(f"{_row(check)}\n" for check in exercise.checks)
    for check in exercise.checks:
        if check.status == FAILED:
            yield f"### {inline(check.claim)}\n"
            yield fenced("\n".join(line.removeprefix("  ") for line in details_of(check)))
    if exercise.notes:
        yield "".join(f"- {inline(note)}\n" for note in exercise.notes)
    if exercise.runs:
        yield "### Who worked when\n"
        yield fenced("\n".join(line for run in exercise.runs for line in timeline_of(run)).strip())


def _row(check: Check) -> str:
    reason = f" ({inline(check.seen or '')})" if check.status == UNCHECKED else ""
    verdict, earned = _WORDS[check.status], f"{points(check.score)} / {points(check.max_score)}"
    return f"| {verdict} | {earned} | {inline(check.claim)}{reason} |"
