"""Hostile submissions are graded like any other, and hurt nobody."""

from __future__ import annotations

import sys

import pytest
from conftest import sample_of

from grader.recording import sandbox

from .cases import Case, cases
from .grading import Outcome, grade

CASES = cases()
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="they reach for what Linux has")


def _graded(request: pytest.FixtureRequest, test: str, *options: str) -> dict[str, Outcome]:
    """Grade what was selected of a test, at once: a session of pytest costs more than a submission."""
    selected = [
        item.callspec.params["case"]
        for item in request.session.items
        if isinstance(item, pytest.Function) and item.path == request.path and item.originalname == test
    ]
    return grade(selected, *options)


@pytest.fixture(scope="module")
def slow_too(slow: bool) -> None:
    if not slow:
        pytest.skip("slow: it runs with --slow")


@pytest.fixture(scope="module")
def outside(request: pytest.FixtureRequest) -> dict[str, Outcome]:
    return _graded(request, "test_it_hurts_nobody_without_a_sandbox", "--sandbox=off")


@pytest.fixture(scope="module")
def inside(request: pytest.FixtureRequest) -> dict[str, Outcome]:
    if (reason := sandbox.why_unavailable()) is not None:
        pytest.skip(f"there is no sandbox here: {reason}")
    return _graded(request, "test_only_the_sandbox_holds_it", "--sandbox=bubblewrap")


@pytest.fixture(scope="module")
def all_inside(request: pytest.FixtureRequest, slow_too: None) -> dict[str, Outcome]:
    if (reason := sandbox.why_unavailable()) is not None:
        pytest.skip(f"there is no sandbox here: {reason}")
    return _graded(request, "test_it_hurts_nobody_in_the_sandbox", "--sandbox=bubblewrap")


@pytest.fixture(scope="module")
def slow_outside(request: pytest.FixtureRequest, slow_too: None) -> dict[str, Outcome]:
    return _graded(request, "test_it_hurts_nobody_however_long_it_takes", "--sandbox=off")


HELD = sample_of([case for case in CASES if not case.sandbox and not case.slow], 8)
SLOW = [case for case in CASES if not case.sandbox and case.slow]
SANDBOXED = sample_of([case for case in CASES if case.sandbox], 3)
OTHERS = [case for case in CASES if not case.sandbox]


@pytest.mark.parametrize("case", HELD)
def test_it_hurts_nobody_without_a_sandbox(case: Case, outside: dict[str, Outcome]) -> None:
    """It earns no more than it deserves, its neighbour all, nothing outside changes, and nothing of it is left."""
    assert outside[case.id].faults(case) == []


@pytest.mark.parametrize("case", SANDBOXED)
def test_only_the_sandbox_holds_it(case: Case, inside: dict[str, Outcome]) -> None:
    """What no process can be kept from without a sandbox is held by it."""
    assert inside[case.id].faults(case) == []


@pytest.mark.full
@pytest.mark.parametrize("case", SLOW, ids=lambda case: case.id)
def test_it_hurts_nobody_however_long_it_takes(case: Case, slow_outside: dict[str, Outcome]) -> None:
    """The same for programs that keep the grader busy until a limit stops them."""
    assert slow_outside[case.id].faults(case) == []


@pytest.mark.full
@pytest.mark.parametrize("case", OTHERS, ids=lambda case: case.id)
def test_it_hurts_nobody_in_the_sandbox(case: Case, all_inside: dict[str, Outcome]) -> None:
    """What holds without the sandbox holds in it."""
    assert all_inside[case.id].faults(case) == []


def test_every_case_has_a_name_of_its_own() -> None:
    """No two cases share an id, and there are as many as were promised."""
    assert len({case.id for case in CASES}) == len(CASES) >= 120
