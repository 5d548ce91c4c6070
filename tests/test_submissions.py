"""The corpus: no correct script loses a point, every mistake is named, and each report stays as it was read."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Golden, sample_of
from corpus import Case, cases, faults, grade, report_of

from grader.scorecard import Exercise

FREEDOMS, MISTAKES = cases("freedoms"), cases("mistakes")
Grades = dict[Path, Exercise]


@pytest.fixture(scope="session")
def grades(request: pytest.FixtureRequest, slow: bool) -> Grades:
    """What the grader says of all cases that were selected; of the slow ones only where they are asked for.

    Nobody in the corpus means harm, and a sandbox for each of its folders would take a fifth of the time:
    `fairness.py` grades them all in sandboxes.
    """
    wanted: set[Case] = set()
    for item in request.session.items:
        if isinstance(item, pytest.Function) and item.function is test_every_claim_can_fail:
            wanted.update(MISTAKES)
        elif isinstance(item, pytest.Function) and hasattr(item, "callspec"):
            wanted.update(value for value in item.callspec.params.values() if isinstance(value, Case))
    return grade(sorted(case.script for case in wanted if slow or not case.slow), "--sandbox=off")


@pytest.mark.parametrize("case", sample_of(FREEDOMS, 7))
def test_a_correct_script_loses_nothing(case: Case, grades: Grades, golden: Golden) -> None:
    """A script that does what is asked earns full marks, however it is written."""
    exercise = grades[case.script]
    assert exercise.score == exercise.max_score, report_of(exercise)
    golden.check(case.folder / "report.txt", report_of(exercise))


@pytest.mark.parametrize("case", sample_of(MISTAKES, 12))
def test_a_mistake_costs_what_it_touches_and_is_named(case: Case, grades: Grades, golden: Golden, slow: bool) -> None:
    """A mistake fails the claims that a person says it breaks, no other, and the first message names it."""
    if case.slow and not slow:
        pytest.skip("it takes long to grade: run it with --slow")
    exercise = grades[case.script]
    assert faults(case, exercise) == [], report_of(exercise)
    golden.check(case.folder / "report.txt", report_of(exercise), varies=case.varies)


@pytest.mark.full
def test_every_claim_can_fail(grades: Grades, slow: bool) -> None:
    """For every check there is a mistake in the corpus that fails it."""
    checks = [
        (case.folder.parent.name, check.id, check.status)
        for case in MISTAKES
        if slow or not case.slow
        for check in grades[case.script].checks
    ]
    assert {each[:2] for each in checks if each[2] == "failed"} == {each[:2] for each in checks}
