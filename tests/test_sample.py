"""A sample of the corpus, small enough to be graded on every supported Python."""

from __future__ import annotations

import pytest
from corpus import Case, cases, faults, grade

pytestmark = pytest.mark.full

SAMPLE = {
    "mistakes/poolapply/functions-inside-main",
    "mistakes/poolapply/guard-with-a-single-equals",
    "mistakes/poolapply/thread-pool",
    "mistakes/applyasync/get-right-after-apply-async",
    "mistakes/applyasync/lock-held-while-sleeping",
    "mistakes/applyasync/messages-with-the-pid-taken-at-import",
    "mistakes/future/never-polls",
    "mistakes/future/thread-pool",
    "mistakes/future/polling-after-the-with-block",
    "mistakes/future/success-printed-for-every-one",
}
CASES = [case for case in cases("mistakes") if case.id in SAMPLE]


@pytest.fixture(scope="module")
def graded() -> dict:
    """Grade the sample, once."""
    return grade([case.script for case in CASES])


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_mistake_is_named_on_this_python(case: Case, graded: dict) -> None:
    """A mistake costs what it touches, whatever the version of Python."""
    assert faults(case, graded[case.script]) == []


@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_solutions_earn_full_marks_under_every_start_method(method: str) -> None:
    """The verdict does not depend on how worker processes are started."""
    from corpus import ROOT

    graded = grade(sorted((ROOT / "solutions").glob("*.py")), f"--start-method={method}")
    assert sum(exercise.score for exercise in graded.values()) == 100
