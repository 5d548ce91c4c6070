"""The autograder of Classroom 50, run in a student's checkout with the environment that its runner gives."""

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
from systems import CLASSROOM50

from grader.packages.archive import pack

SERIAL = SUBMISSIONS / "mistakes/applyasync/get-right-after-apply-async/applyasync.py"
ENVIRONMENT = {
    "CLASSROOM": "cs1",
    "ASSIGNMENT": "pools",
    "USERNAME": "alice",
    "SUBMISSION_TAG": "submit/20260901T120000Z-abc1234",
    "COMMIT_URL": "https://example.org/commit",
    "RELEASE_URL": "https://example.org/release",
    "REVIEW_URL": "https://example.org/review",
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A student's checkout with one mistake, and with files that would like to be imported."""
    folder = tmp_path / "checkout"
    shutil.copytree(ROOT / "solutions", folder / "exercises", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(SERIAL, folder / "exercises")
    for name in ("conftest.py", "json.py", "grader.py", "sitecustomize.py"):
        (folder / name).write_text("raise SystemExit('imported')\n", "utf-8")
    return folder


def run(checkout: Path, *command: object, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name == "PATH" or name.startswith("PIP_")}
    words = [os.fspath(word) for word in command]  # type: ignore[call-overload]
    return subprocess.run(words, cwd=checkout, env=kept | environment, capture_output=True, text=True)


def check_result(checkout: Path) -> None:
    data: dict[str, Any] = json.loads((checkout / "result.json").read_text("utf-8"))
    jsonschema.validate(data, CLASSROOM50)
    assert (data["score"], data["max-score"], len(data["tests"])) == (91, 100, 26)
    assert data["score"] == sum(test["score"] for test in data["tests"])
    assert (data["classroom"], data["assignment"], data["owner"]) == ("cs1", "pools", "alice")
    (failed,) = [test for test in data["tests"] if not test["passed"]]
    assert failed["test-name"] == "applyasync: Both calls sleep at the same time, in two workers."
    assert (checkout / "release-body.md").read_text("utf-8").startswith("# 91 / 100 points\n")


def test_a_checkout_is_graded(checkout: Path) -> None:
    """result.json holds a test a claim, release-body.md the summary; nothing of the checkout is imported."""
    command = (sys.executable, "-I", "-m", "grader.packages.classroom50", ROOT / "pyproject.toml")
    result = run(checkout, *command, **ENVIRONMENT)
    assert (result.returncode, result.stderr) == (0, "")
    check_result(checkout)


@pytest.mark.full
def test_the_bundle_installs_itself(checkout: Path, tmp_path: Path, slow: bool) -> None:
    """autograder.py out of the bundle needs a Python and an index of packages, and nothing else."""
    if not slow:
        pytest.skip("installs the kit: run with --slow")
    zipfile.ZipFile(io.BytesIO(pack("classroom50", ROOT))).extractall(tmp_path / "bundle")
    bundle = str(tmp_path / "bundle")
    python = getattr(sys, "_base_executable", sys.executable)
    result = run(checkout, python, f"{bundle}/autograder.py", CLASSROOM50_BUNDLE_DIR=bundle, **ENVIRONMENT)
    assert result.returncode == 0, result.stderr
    check_result(checkout)


def test_outside_of_classroom50_it_says_so(checkout: Path) -> None:
    """What the environment lacks is named, nothing is written, and the exit status says that the grader failed."""
    result = run(checkout, sys.executable, "-I", "-m", "grader.packages.classroom50", ROOT / "pyproject.toml")
    assert result.returncode == 2
    assert "CLASSROOM is not in the environment" in result.stderr
    assert not (checkout / "result.json").exists()
