"""`grader compare`: what changed between two gradings, as it is typed."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from samples import a_check, a_submission, everything
from test_cli import grader_command

from grader.classroom.comparison import compare
from grader.classroom.grades import GRADED, UNGRADABLE, Grades, Submission
from grader.reports.changes import lines
from grader.scorecard import PASSED, Exercise

Change = Callable[[Grades], Grades]


def told(old: Grades, new: Grades) -> list[str]:
    """Return what is told of two gradings."""
    return [text for text, _ in lines(compare(old, new))]


def with_submission(place: int, change: Callable[[Submission], None]) -> Grades:
    """Return the class of the samples with one submission changed."""
    grades = everything()
    change(grades.submissions[place])
    return grades


def test_two_equal_gradings_are_told_as_such() -> None:
    """How long it took, what was seen, and the words of a claim may differ: the grades are the same."""

    def slower(submission: Submission) -> None:
        submission.seconds = 9.0
        submission.exercises[0].checks[1].seen = "another PID"
        submission.exercises[0].checks[1].claim = "Both calls sleep at once."

    assert told(everything(), with_submission(1, slower)) == [
        "nothing changed: 4 students have the same grades, claim by claim"
    ]


def test_a_score_that_changed_is_told_with_its_claims() -> None:
    """The change is told with both scores, its size, and each claim with both verdicts."""

    def regraded(submission: Submission) -> None:
        first, second, third = submission.exercises[0].checks
        first.score, first.status = 0.0, "failed"
        second.score, second.status = 9.0, PASSED
        third.score, third.status = 4.0, PASSED
        submission.score = 13.0

    assert told(everything(), with_submission(1, regraded)) == [
        "changed: 1",
        "  Bob Some  4 -> 13 (+9)",
        "    applyasync: slow_add returns x + y: passed 4/4 -> failed 0/4",
        "    applyasync: Both calls sleep at the same time: failed 0/9 -> passed 9/9",
        "    applyasync: Both calls are resolved in time: not checked 0/4 -> passed 4/4",
        "the same: 3",
    ]


def test_claims_that_changed_places_are_told_though_the_score_did_not() -> None:
    """The same sum of other claims is a change, too."""

    def swapped(submission: Submission) -> None:
        first, _, third = submission.exercises[0].checks
        first.score, first.status = 0.0, "failed"
        third.score, third.status = 4.0, PASSED

    found = told(everything(), with_submission(1, swapped))
    assert found[:2] == ["changed: 1", "  Bob Some  4 as before"]


def test_who_appeared_went_or_lost_the_grade_is_told() -> None:
    """Nobody vanishes in silence."""
    old = everything()
    new = everything()
    zoe = new.submissions[2]
    zoe.status, zoe.reason, zoe.exercises = UNGRADABLE, "the archive is damaged", []
    lost = dataclasses.replace(new.submissions[3], status=GRADED, reason=None)
    new = dataclasses.replace(new, submissions=[a_submission("Eve New"), new.submissions[1], zoe, lost])
    assert told(old, new)[2:] == [
        "new: 1",
        "  Eve New",
        "gone: 1",
        "  Ada Full",
        "changed: 2",
        "  Zoë Stub  0 -> no grade",
        "    graded -> not gradable (the archive is damaged)",
        "  李雷  no grade -> 0",
        "    not gradable (no script was found: there are notes.docx) -> graded",
        "the same: 1",
    ]


def test_another_rubric_and_another_kit_are_told() -> None:
    """Points that changed, claims that are new or gone, and what else was graded with, come first."""
    new = everything()
    new.kit = dataclasses.replace(new.kit, clock="real", version="0.2.0")
    for place in (0, 2):
        new.submissions[place].exercises[0].checks[0].max_score = 20.0
    new.submissions[1].exercises[0].checks[2] = a_check(worth=2.0, id="test_quick", claim="It is quick.")
    assert told(everything(), new)[:7] == [
        "how it was graded",
        "  version: 0.1.0 -> 0.2.0",
        "  clock: virtual -> real",
        "what is asked",
        "  future: slow_add returns x + y: 17 -> 20 points",
        "  applyasync: It is quick: new, 2 points",
        "  applyasync: Both calls are resolved in time: gone",
    ]


@pytest.mark.parametrize(("score", "status"), [(4.0, 0), (5.0, 1)], ids=["the same", "changed"])
def test_the_exit_status_says_whether_anything_changed(tmp_path: Path, score: float, status: int) -> None:
    """As of diff: 0 for no change, 1 for one, and 2 for what is no report."""
    new = everything()
    new.submissions[1].score = score
    for name, grades in (("old.json", everything()), ("new.json", new)):
        (tmp_path / name).write_text("".join(grades.chunks()), "utf-8")
    result = grader_command("compare", tmp_path / "old.json", tmp_path / "new.json")
    assert (result.returncode, result.stderr) == (status, "")
    assert result.stdout.splitlines()[-1] == ("the same: 3" if status else result.stdout.strip())
    missing = grader_command("compare", tmp_path / "old.json", tmp_path)
    assert (missing.returncode, missing.stdout) == (2, "")
    assert missing.stderr == f"grader: {tmp_path} is no report: there is no grades.json\n"


def test_exercises_of_another_name_are_compared() -> None:
    """An exercise that one of the gradings lacks is told claim by claim."""
    new = everything()
    new.submissions[0].exercises.append(Exercise("extra", "extra.py", [a_check(worth=1.0)]))
    new.submissions[0].score += 1
    assert told(everything(), new) == [
        "what is asked",
        "  extra: slow_add returns x + y: new, 1 points",
        "changed: 1",
        "  Ada Full  17 -> 18 (+1)",
        "the same: 3",
    ]
