"""What pytest writes beside the terminal's report, from the command line."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from corpus import ROOT

from grader.reports.github import fence
from grader.scorecard import Check, Exercise, Scorecard
from grader.written import Files, write_json

LOUD = 'print("::error::all is well")\n'


@pytest.fixture
def homework(tmp_path: Path) -> Path:
    """A folder with one script that shouts at the runner."""
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises/poolapply.py").write_text(LOUD, "utf-8")
    return tmp_path


def run(*options: str, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-c", f"{ROOT}/pyproject.toml", f"--rootdir={cwd}", *options]
    kept = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)} | environment
    return subprocess.run([*command, "exercises/poolapply.py"], cwd=cwd, env=kept, capture_output=True, text=True)


def test_a_step_of_github_actions(homework: Path) -> None:
    """--github fences the log, then annotates, and writes summary, outputs, badge and scorecard to their files."""
    files = {"GITHUB_STEP_SUMMARY": f"{homework}/summary", "GITHUB_OUTPUT": f"{homework}/output"}
    options = ("--github", "--badge=badge.json", "--scorecard=card.json", "-v")
    result = run(*options, "-p", "no:cacheprovider", cwd=homework, **files)
    token = re.fullmatch(r"::stop-commands::([0-9a-f]{32})", result.stdout.splitlines()[0])
    assert token is not None
    fenced, _, after = result.stdout.partition("\n" + fence(token[1])[1] + "\n")
    assert "::error::all is well" in fenced  # the runner does not listen to it
    assert after.startswith("::error file=exercises/poolapply.py,title=slow_function sleeps")
    assert all(line.startswith("::error file=exercises/poolapply.py,") for line in after.splitlines())
    assert (homework / "summary").read_text("utf-8").startswith("# 0 / 25 points\n")
    assert (homework / "output").read_text("utf-8") == "score=0\nmax_score=25\n"
    assert json.loads((homework / "badge.json").read_text("utf-8"))["message"] == "0 / 25"
    assert json.loads((homework / "card.json").read_text("utf-8"))["max_score"] == 25
    assert result.returncode == 1


def test_github_needs_its_variables(homework: Path) -> None:
    """Outside of GitHub Actions the option is refused, and what is missing is said."""
    result = run("--github", cwd=homework, GITHUB_OUTPUT="output")
    assert result.stderr.strip() == "ERROR: --github is for a step of GitHub Actions: GITHUB_STEP_SUMMARY not set"
    assert result.returncode == pytest.ExitCode.USAGE_ERROR


def test_the_scorecard_grows_check_by_check(tmp_path: Path) -> None:
    """The file holds what is known, whole: after each check while writing is quick, and in any case at the end."""
    assert _scores_seen(tmp_path, seconds_of_a_write=0.0) == [1, 2, 3, 4, 4]


def test_a_scorecard_that_takes_long_to_write_is_written_seldom(tmp_path: Path) -> None:
    """After a write of a second come ten without one; a check here takes four."""
    assert _scores_seen(tmp_path, seconds_of_a_write=1.0) == [1, 1, 3, 3, 4]


def _scores_seen(folder: Path, *, seconds_of_a_write: float) -> list[float]:
    scorecard = Scorecard([Exercise("future", "future.py")])
    now = [0.0]

    def clock() -> float:
        now[0] += seconds_of_a_write
        return now[0]

    files = Files(scorecard, folder / "card.json", None, clock=clock)
    seen = []
    for number in range(4):
        scorecard.exercises[0].checks.append(Check(f"test_{number}", "A claim.", "passed", 1.0, 1.0))
        now[0] += 4.0
        files.pytest_runtest_logreport()
        seen.append(json.loads((folder / "card.json").read_text("utf-8"))["score"])
    files.pytest_sessionfinish()
    seen.append(json.loads((folder / "card.json").read_text("utf-8"))["score"])
    assert [file.name for file in folder.iterdir()] == ["card.json"]
    return seen


def test_a_write_that_fails_leaves_the_old_file(tmp_path: Path) -> None:
    """What cannot be written does not harm what is there."""
    write_json(tmp_path / "card.json", {"score": 1})
    with pytest.raises(TypeError):
        write_json(tmp_path / "card.json", {"score": shutil})
    assert json.loads((tmp_path / "card.json").read_text("utf-8")) == {"score": 1}
