"""Hostile submissions are graded like any other, and hurt nobody."""

from __future__ import annotations

import pytest

from .cases import Case, cases
from .grading import Outcome, grade

CASES = cases()


def _parameter(case: Case) -> object:
    marks = [pytest.mark.xfail(reason=case.open, strict=True)] if case.open else []
    return pytest.param(case, id=case.id, marks=marks)


@pytest.fixture(scope="module")
def outcomes(request: pytest.FixtureRequest, slow: bool) -> dict[str, Outcome]:
    """Grade what was selected, at once: a session of pytest costs more than a submission."""
    selected = [
        item.callspec.params["case"]
        for item in request.session.items
        if isinstance(item, pytest.Function) and item.path == request.path and hasattr(item, "callspec")
    ]
    return grade([case for case in selected if slow or not case.slow])


@pytest.mark.parametrize("case", [_parameter(case) for case in CASES])
def test_a_hostile_submission_hurts_nobody(case: Case, outcomes: dict[str, Outcome]) -> None:
    """It earns no more than it deserves, its neighbour all, nothing outside changes, and nothing of it is left."""
    if case.id not in outcomes:
        pytest.skip("slow: it runs with --slow")
    assert outcomes[case.id].faults(case) == []


def test_every_case_has_a_name_of_its_own() -> None:
    """No two cases share an id."""
    assert len({case.id for case in CASES}) == len(CASES)
