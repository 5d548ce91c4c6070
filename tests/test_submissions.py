"""The corpus: no correct script loses a point, every mistake is named, and each report stays as it was read."""

from __future__ import annotations

import pytest
from conftest import Golden
from corpus import Case, cases, faults, graded, report_of

FREEDOMS, MISTAKES = cases("freedoms"), cases("mistakes")


@pytest.mark.parametrize("case", FREEDOMS, ids=lambda case: case.id)
def test_a_correct_script_loses_nothing(case: Case, golden: Golden, slow: bool) -> None:
    """A script that does what is asked earns full marks, however it is written."""
    exercise = graded(slow=slow)[case.script]
    assert exercise.score == exercise.max_score, report_of(exercise)
    golden.check(case.folder / "report.txt", report_of(exercise))


@pytest.mark.parametrize("case", MISTAKES, ids=lambda case: case.id)
def test_a_mistake_costs_what_it_touches_and_is_named(case: Case, golden: Golden, slow: bool) -> None:
    """A mistake fails the claims that a person says it breaks, no other, and the first message names it."""
    if case.slow and not slow:
        pytest.skip("it takes long to grade: run it with --slow")
    exercise = graded(slow=slow)[case.script]
    assert faults(case, exercise) == [], report_of(exercise)
    golden.check(case.folder / "report.txt", report_of(exercise))


def test_every_claim_can_fail(slow: bool) -> None:
    """For every check there is a mistake in the corpus that fails it."""
    checks = [
        (case.folder.parent.name, check.id, check.status)
        for case in MISTAKES
        if slow or not case.slow
        for check in graded(slow=slow)[case.script].checks
    ]
    assert {each[:2] for each in checks if each[2] == "failed"} == {each[:2] for each in checks}
