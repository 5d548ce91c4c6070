"""The corpus: no correct script loses a point, every mistake is named, and each report stays as it was read."""

from __future__ import annotations

import pytest
from conftest import Golden
from corpus import Case, cases, faults, graded, report_of

FREEDOMS, MISTAKES = cases("freedoms"), cases("mistakes")


@pytest.mark.parametrize("case", FREEDOMS, ids=lambda case: case.id)
def test_a_correct_script_loses_nothing(case: Case, golden: Golden) -> None:
    """A script that does what is asked earns full marks, however it is written."""
    exercise = graded()[case.script]
    assert exercise.score == exercise.max_score, report_of(exercise)
    golden.check(case.folder / "report.txt", report_of(exercise))


@pytest.mark.parametrize("case", MISTAKES, ids=lambda case: case.id)
def test_a_mistake_costs_what_it_touches_and_is_named(case: Case, golden: Golden) -> None:
    """A mistake fails the claims that a person says it breaks, no other, and the first message names it."""
    exercise = graded()[case.script]
    assert faults(case, exercise) == [], report_of(exercise)
    golden.check(case.folder / "report.txt", report_of(exercise))


def test_every_claim_can_fail() -> None:
    """For every check there is a mistake in the corpus that fails it."""
    graded_mistakes = [(case.folder.parent.name, graded()[case.script]) for case in MISTAKES]
    failed = {
        (name, check.id) for name, exercise in graded_mistakes for check in exercise.checks if check.status == "failed"
    }
    asked = {(name, check.id) for name, exercise in graded_mistakes for check in exercise.checks}
    assert failed == asked
