"""The autograder of Gradescope, in a container like Gradescope's: set up once, then run offline on submissions."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from box import Box, why_not
from corpus import ROOT, SUBMISSIONS
from systems import GRADESCOPE

from grader.packages.archive import pack

SERIAL = SUBMISSIONS / "mistakes/applyasync/get-right-after-apply-async/applyasync.py"
HANGS = "import threading\n\nif __name__ == '__main__':\n    threading.Event().wait()\n"
SPIES = """import os
import getpass

FOUND = []
for path in ("/autograder/results", "/autograder/source", "/autograder/submission"):
    try:
        FOUND.append(os.listdir(path))
    except PermissionError:
        pass
try:
    open("/autograder/results/results.json", "w")
except PermissionError:
    pass
else:
    FOUND.append("written")
print("I am", getpass.getuser(), "and found", FOUND)
"""
pytestmark = pytest.mark.skipif(why_not() is not None, reason=str(why_not()))


@pytest.fixture(scope="module")
def box(tmp_path_factory: pytest.TempPathFactory) -> Box:
    """A container in which setup.sh has run, with a network."""
    box = Box(tmp_path_factory.mktemp("gradescope"))
    source = box.root / "autograder/source"
    zipfile.ZipFile(io.BytesIO(pack("gradescope", ROOT))).extractall(source)
    result = box.run("sh", "/autograder/source/setup.sh", network=True)
    assert result.returncode == 0, result.stderr
    shutil.copy(source / "run_autograder", box.root / "autograder")
    (box.root / "autograder/run_autograder").chmod(0o755)
    return box


def hand_in(box: Box, *solved: str, **scripts: str | Path) -> None:
    """Let the submission be some solutions, and some scripts."""
    submission = box.root / "autograder/submission"
    for path in submission.iterdir():
        path.unlink()
    for name in solved:
        shutil.copy(ROOT / f"solutions/{name}.py", submission)
    for name, script in scripts.items():
        text = script if isinstance(script, str) else script.read_text("utf-8")
        (submission / f"{name}.py").write_text(text, "utf-8")
    (box.root / "autograder/results/results.json").unlink(missing_ok=True)


def results(box: Box) -> dict[str, Any]:
    """Return results.json, which follows the specification."""
    data: dict[str, Any] = json.loads((box.root / "autograder/results/results.json").read_text("utf-8"))
    jsonschema.validate(data, GRADESCOPE)
    return data


def grade(box: Box) -> dict[str, Any]:
    """Run the autograder as Gradescope does, without a network."""
    result = box.run("/autograder/run_autograder")
    assert (result.returncode, result.stderr) == (0, "")
    return results(box)


@pytest.mark.full
def test_a_correct_submission(box: Box) -> None:
    """Full marks, a test a claim, and no remark but how it was run."""
    hand_in(box, "poolapply", "applyasync", "future")
    data = grade(box)
    assert (data["score"], data["output"], len(data["tests"])) == (
        100,
        "the sandbox is off: scripts run as the user student",
        26,
    )


@pytest.mark.full
def test_a_wrong_submission(box: Box) -> None:
    """The claim that fails costs its points and has its message."""
    hand_in(box, "poolapply", applyasync=SERIAL)
    data = grade(box)
    assert data["score"] == 46
    failed, *missing = [test for test in data["tests"] if test.get("status") == "failed"]
    assert all("there is no such file" in test["output"] for test in missing)
    assert failed["output"].startswith("FAILED  applyasync: both calls sleep at the same time, in two workers\n")


@pytest.mark.full
def test_a_hanging_submission(box: Box) -> None:
    """A script that waits for ever costs its own points, and the others are graded."""
    hand_in(box, "applyasync", poolapply=HANGS)
    data = grade(box)
    assert data["score"] == 32  # importing it runs nothing
    assert "never ended" in json.dumps(data["tests"])


@pytest.mark.full
def test_a_spying_submission(box: Box) -> None:
    """The student's code is another user, who can neither see nor change what it is graded with."""
    hand_in(box, poolapply=SPIES)
    data = grade(box)
    assert data["score"] == 0
    assert "I am student and found []" in json.dumps(data["tests"])


@pytest.mark.full
def test_partial_results_are_there_when_it_is_cut_off(box: Box) -> None:
    """A container that is ended in the middle leaves results that say what is missing."""
    hand_in(box, "poolapply", future=HANGS.replace("threading.Event().wait()", "while True: pass"))
    process = subprocess.Popen(box.command("/autograder/run_autograder"), stdout=subprocess.DEVNULL)
    file = box.root / "autograder/results/results.json"
    try:
        while not (file.exists() and json.loads(file.read_text("utf-8"))["tests"]):
            assert process.poll() is None
    finally:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    data = results(box)
    assert 0 < len(data["tests"]) < 26
    assert data["output"].startswith("The grading was cut off: claims that are missing here were not judged.")


@pytest.mark.full
def test_nothing_handed_in(box: Box) -> None:
    """An empty submission is told which files are missing."""
    hand_in(box)
    data = grade(box)
    expected = "Not graded: none of the scripts was handed in: poolapply.py, applyasync.py, future.py"
    assert (data["score"], data["output"], data["tests"]) == (0, expected, [])
