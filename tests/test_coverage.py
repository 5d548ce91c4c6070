"""How far a session came: which claims were run, of which files, and with which exercise to go on."""

from __future__ import annotations

import pytest

from grader.checks import checks_of, exercises
from grader.coverage import coverage_of
from grader.scorecard import PASSED, Check, Exercise, Scorecard

CLAIMS = {name: len(checks_of(name)) for name in exercises()}


def card(folder: str = "homework", **claims: int) -> Scorecard:
    """A scorecard of a folder's exercises, with the first so many claims of each."""
    return Scorecard(
        [
            Exercise(name, f"{folder}/{name}.py", [Check(each, "", PASSED, 1, 1) for each in checks_of(name)[:number]])
            for name, number in claims.items()
        ]
    )


def test_all_claims_of_all_exercises_are_everything() -> None:
    """There is nothing left to go on with."""
    coverage = coverage_of(card(**CLAIMS))
    assert (coverage.run, coverage.claims) == (26, 26)
    assert coverage.is_whole
    assert coverage.following is None


@pytest.mark.parametrize(
    ("checked", "following"),
    [
        (("poolapply",), "homework/applyasync.py"),
        (("applyasync",), "homework/future.py"),
        (("poolapply", "applyasync"), "homework/future.py"),
        (("future",), None),
        (("applyasync", "future"), None),
    ],
)
def test_behind_an_exercise_comes_the_next_one(checked: tuple[str, ...], following: str | None) -> None:
    """Those before it may have been checked another time."""
    coverage = coverage_of(card(**{name: CLAIMS[name] for name in checked}))
    assert coverage.run == coverage.claims
    assert not coverage.is_whole
    assert coverage.following == following


def test_a_part_of_an_exercise_goes_on_with_its_rest() -> None:
    """Whoever has run some claims of one exercise runs the others of it next."""
    coverage = coverage_of(card(poolapply=CLAIMS["poolapply"], applyasync=2))
    assert (coverage.run, coverage.claims) == (10, 15)
    assert coverage.following == "homework/applyasync.py"


def test_what_was_asked_for_and_not_reached_counts() -> None:
    """After -x the claims that were never run are on no scorecard."""
    asked = [f"homework/{name}.py" for name in exercises()]
    coverage = coverage_of(card(poolapply=3), asked)
    assert (coverage.run, coverage.claims, coverage.is_whole) == (3, 26, False)


def test_each_of_two_folders_is_checked_whole_or_not() -> None:
    """A submission that is complete does not complete another one."""
    scorecard = Scorecard([*card("one", **CLAIMS).exercises, *card("two", poolapply=CLAIMS["poolapply"]).exercises])
    coverage = coverage_of(scorecard)
    assert not coverage.is_whole
    assert coverage.following == "two/applyasync.py"


def test_a_claim_with_several_parameters_is_one() -> None:
    """A check that an instructor runs several times is one claim."""
    scorecard = card(poolapply=1)
    (first,) = scorecard.exercises[0].checks
    again = [Check(f"{first.id}[{number}]", "", PASSED, 1, 1) for number in range(3)]
    scorecard.exercises[0].checks = again
    assert coverage_of(scorecard).run == 1
