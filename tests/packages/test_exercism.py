"""The test runner of Exercism, run as Exercism runs it: bin/run.sh SLUG IN OUT, out of the package."""

from __future__ import annotations

import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from corpus import ROOT, SUBMISSIONS
from systems import EXERCISM

from grader.classroom.grades import Submission
from grader.packages.archive import pack
from grader.reports.exercism import results
from grader.scorecard import Check, Exercise

SERIAL = SUBMISSIONS / "mistakes/applyasync/get-right-after-apply-async/applyasync.py"
pytestmark = pytest.mark.skipif(not shutil.which("sh"), reason="the runner is a shell script")


@pytest.fixture(scope="module")
def runner(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package, unpacked."""
    folder = tmp_path_factory.mktemp("runner")
    zipfile.ZipFile(io.BytesIO(pack("exercism", ROOT))).extractall(folder)
    return folder / "bin/run.sh"


def run(runner: Path, slug: str, given: Path, out: Path) -> dict[str, Any]:
    """Run the runner with slashes at the folders' ends, as Exercism does, and return what it wrote."""
    out.mkdir()
    environment = {"PATH": os.environ["PATH"], "GRADER_PYTHON": sys.executable}
    subprocess.run(["sh", runner, slug, f"{given}/", f"{out}/"], env=environment, check=True)
    assert [file.name for file in out.iterdir()] == ["results.json"]
    data: dict[str, Any] = json.loads((out / "results.json").read_text("utf-8"))
    jsonschema.validate(data, EXERCISM)
    return data


def test_a_solution_passes(runner: Path, tmp_path: Path) -> None:
    """All claims pass, each by name."""
    data = run(runner, "applyasync", ROOT / "solutions", tmp_path / "out")
    assert (data["status"], data["message"], len(data["tests"])) == ("pass", None, 7)
    assert data["tests"][4] == {
        "name": "Both calls sleep at the same time, in two workers.",
        "status": "pass",
        "message": None,
        "output": None,
        "test_code": "test_both_calls_sleep_at_the_same_time",
    }


def test_a_mistake_fails_with_its_message(runner: Path, tmp_path: Path) -> None:
    """The claim that fails has its message, and the exit status is 0 all the same."""
    data = run(runner, "applyasync", SERIAL.parent, tmp_path / "out")
    assert (data["status"], data["message"]) == ("fail", None)
    (failed,) = [test for test in data["tests"] if test["status"] != "pass"]
    assert failed["message"].startswith("FAILED  applyasync: both calls sleep at the same time, in two workers\n")


def test_nothing_handed_in_is_an_error(runner: Path, tmp_path: Path) -> None:
    """Without the script, nothing is graded, and the missing file is named."""
    (tmp_path / "in").mkdir()
    assert run(runner, "future", tmp_path / "in", tmp_path / "out") == {
        "version": 3,
        "status": "error",
        "message": "none of the scripts was handed in: future.py",
        "tests": [],
    }


def test_an_unknown_exercise_is_an_error(runner: Path, tmp_path: Path) -> None:
    """A slug that is no exercise is told with those there are."""
    data = run(runner, "two-fer", ROOT / "solutions", tmp_path / "out")
    assert data["message"] == "there is no exercise two-fer; there are poolapply, applyasync, future"


def test_what_was_not_checked_is_an_error_of_its_test() -> None:
    """A claim that nobody could judge is neither passed nor failed; output is cut where Exercism cuts it."""
    check = Check("test_a", "A claim.", "unchecked", 0.0, 4.0, seen='it rests on "Another."')
    data = results(Submission("", "", exercises=[Exercise("future", "future.py", [check], ["x" * 600])]))
    jsonschema.validate(data, EXERCISM)
    assert data["status"] == "fail"
    assert data["tests"] == [
        {
            "name": "A claim.",
            "status": "error",
            "message": 'not checked: it rests on "Another."',
            "output": "x" * 500,
            "test_code": "test_a",
        }
    ]
