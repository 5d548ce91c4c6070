"""The scorecard of a real grading: what it carries, and that nothing is lost on the way to JSON and back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from corpus import ROOT, SUBMISSIONS

from grader.claims import Bar, Picture
from grader.scorecard import Run, Scorecard

SERIAL = SUBMISSIONS / "mistakes/applyasync/get-right-after-apply-async/applyasync.py"


def scorecard_of(script: Path, file: Path, *options: str) -> Scorecard:
    """Grade a script with pytest, and read the scorecard."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", os.fspath(script), f"--scorecard={file}"]
    subprocess.run([*command, *options], cwd=ROOT, capture_output=True, check=False)
    return Scorecard.from_json(json.loads(file.read_text("utf-8")))


@pytest.mark.parametrize("options", [(), ("-n", "2")], ids=["alone", "xdist"])
def test_the_runs_of_a_script_are_carried_along(tmp_path: Path, options: tuple[str, ...]) -> None:
    """A scorecard says who worked when in each run of the script as it is: not in those with changed results."""
    (exercise,) = scorecard_of(SERIAL, tmp_path / "scorecard.json", *options).exercises
    first, second = Bar("worker 1", "slow_add(1, 6, 7)", 0.0, 1.0), Bar("worker 2", "slow_add(1, 2, 3)", 1.0, 2.0)
    picture = Picture([first, second], 2.0)
    assert exercise.runs == [Run("python applyasync.py", "ended with exit status 0", picture)]


def test_runs_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    """The runs of a script with several numbers of workers follow each other by these numbers."""
    (exercise,) = scorecard_of(ROOT / "solutions/future.py", tmp_path / "scorecard.json").exercises
    assert [run.command for run in exercise.runs] == [f"python future.py {workers}" for workers in (1, 2, 3, 7)]
    assert [run.picture.end for run in exercise.runs] == [17.0, 9.0, 6.0, 5.0]


def test_a_scorecard_is_read_as_it_was_written(tmp_path: Path) -> None:
    """Claims, pictures and runs survive the way to JSON and back."""
    scorecard = scorecard_of(SERIAL, tmp_path / "scorecard.json")
    assert Scorecard.from_json(json.loads(json.dumps(scorecard.to_json()))) == scorecard
    assert scorecard.exercises[0].checks[4].picture is not None
