"""The workflow of a fork, run from its YAML: a good, a wrong, a hostile fork, and one with a grader of its own."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from corpus import ROOT, SUBMISSIONS
from runner import BY_PRODUCTS, Job, load, publish, python_for_nobody, run_job

pytestmark = pytest.mark.skipif(
    not hasattr(os, "getuid") or not shutil.which("setpriv"), reason="the workflow's steps are for Linux"
)
GRADE = load(ROOT / ".github/workflows/grade.yml")
SERIAL = SUBMISSIONS / "mistakes/applyasync/get-right-after-apply-async/applyasync.py"
CONTEXTS = {"vars.GRADER_UPSTREAM": "course/kit"}

HOSTILE = '''"""Tries to grade itself."""
import os
import sys

for folder in ("/", os.getcwd(), *[f"/proc/{os.getppid()}/cwd"]):
    for name in [f"temp/{kind}-{number}" for kind in ("summary", "output") for number in range(9)]:
        try:
            with open(os.path.join(folder, name), "r+") as file:
                file.write("score=100\\n")
        except OSError:
            pass
print("::error::all is well")
print("::set-output name=score::100")
print("::stop-commands::mine")
sys.stdout.flush()
os._exit(0)
'''
BENT = "def pytest_sessionfinish(session):\n    session.exitstatus = 0\n"


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    """A folder that everybody may enter, with the upstream as a bare repository on a server of files."""
    with tempfile.TemporaryDirectory(prefix="ci-") as name:
        place = Path(name)
        place.chmod(0o755)
        publish(place / "kit")
        bare = place / "server/course/kit"
        subprocess.run(["git", "clone", "--quiet", "--bare", place / "kit", bare], check=True)
        subprocess.run(["git", "config", "uploadpack.allowAnySHA1InWant", "true"], cwd=bare, check=True)
        if os.getuid() == 0:  # git reads only what belongs to the one who reads
            subprocess.run(["chown", "--recursive", "65534:65534", bare], check=True)
        (place / "workspace").mkdir()
        yield place


@pytest.fixture(scope="module")
def python(place: Path) -> Path:
    """A folder with a Python that a user without rights can use, as setup-python provides one."""
    found = python_for_nobody(place / "python")
    if found is None:
        pytest.skip("no Python here can be used by a user without rights")
    return found


@pytest.fixture
def fork(place: Path) -> Path:
    """A fork with solutions in place of the stubs. (Tests remove future.py where it would only take time.)"""
    fork = place / "fork"
    shutil.rmtree(fork, ignore_errors=True)
    shutil.copytree(place / "kit", fork, ignore=shutil.ignore_patterns(".git"))
    shutil.copytree(ROOT / "solutions", fork / "exercises", dirs_exist_ok=True, ignore=BY_PRODUCTS)
    return fork


Grade = Callable[..., Job]


@pytest.fixture
def grade(place: Path, python: Path, slow: bool) -> Grade:
    """Run the job on a fork. The grader is installed by the first one only, unless slow tests are asked for."""
    workspace = place / "workspace"

    def run(fork: Path, **contexts: str) -> Job:
        for path in workspace.iterdir():
            if path.name != "temp" or slow:
                shutil.rmtree(path)
        for path in [*workspace.glob("temp/summary-*"), *workspace.glob("temp/output-*")]:
            path.unlink()
        job = GRADE["jobs"]["grade"]
        if (workspace / "temp/grader").is_dir():
            job = job | {"steps": [step for step in job["steps"] if step["name"] != "Install the grader"]}
        check_out = lambda folder: shutil.copytree(fork, folder, symlinks=True)  # noqa: E731
        return run_job(job, workspace, check_out, CONTEXTS | contexts, python=python)

    return run


@pytest.mark.full
def test_a_good_fork(fork: Path, grade: Grade, place: Path) -> None:
    """Full marks: the job is green, the summary names the grader, results are there, nothing is annotated."""
    job = grade(fork)
    assert job.failed is None, "".join(job.log)
    commit = subprocess.run(["git", "rev-parse", "main"], cwd=place / "kit", capture_output=True, text=True, check=True)
    graded_by = f"Graded by `course/kit`, version `main`, commit `{commit.stdout.strip()}`.\n"
    assert job.summary.startswith(f"{graded_by}# 100 / 100 points\n")
    assert "differs" not in job.summary
    assert job.outputs == {"score": "100", "max_score": "100"}
    assert job.commands() == []
    assert job.artifact is not None
    assert sorted(file.name for file in job.artifact.iterdir()) == ["badge.json", "junit.xml", "scorecard.json"]
    assert json.loads((job.artifact / "badge.json").read_text("utf-8"))["message"] == "100 / 100"
    assert ElementTree.parse(job.artifact / "junit.xml").find("testsuite").get("failures") == "0"  # type: ignore[union-attr]


@pytest.mark.full
def test_a_wrong_fork(fork: Path, grade: Grade) -> None:
    """A mistake and a missing file: the job is red, each is annotated in its file, the rest is graded as ever."""
    shutil.copy(SERIAL, fork / "exercises")
    (fork / "exercises/future.py").unlink()
    job = grade(fork)
    assert job.failed == "Grade"
    assert job.outputs == {"score": "46", "max_score": "100"}
    first, second = job.commands()
    assert first.startswith("::error file=exercises/applyasync.py,title=Both calls sleep at the same time%2C")
    assert second.startswith("::error file=exercises/future.py,")
    assert "seen      there is no such file" in job.summary
    assert "worker 2  slow_add(1, 2, 3)  |          ##########|" in job.summary


@pytest.mark.full
def test_a_hostile_fork(fork: Path, grade: Grade) -> None:
    """Whatever the script and the files beside it do, its points are those of a script that does nothing right."""
    (fork / "exercises/poolapply.py").write_text(HOSTILE, "utf-8")
    (fork / "exercises/future.py").unlink()
    (fork / "exercises/applyasync.py").unlink()
    (fork / "exercises/applyasync.py").symlink_to("../../kit/solutions/applyasync.py")
    for name in ("conftest.py", "sitecustomize.py", "time.py", "pytest.ini"):
        (fork / "exercises" / name).write_text("raise SystemExit(0)\n", "utf-8")
        (fork / name).write_text("raise SystemExit(0)\n", "utf-8")
    job = grade(fork)
    assert job.failed == "Grade"
    assert job.outputs == {"score": "0", "max_score": "100"}
    assert all(command.startswith("::error file=exercises/") for command in job.commands())
    assert "score=100" not in job.summary.partition("# 0 / 100 points")[2]
    in_other_steps = "score=100" in job.summary  # which GitHub has read by then, and only this test reads again
    assert not in_other_steps or "the sandbox is off" in job.summary
    assert "## poolapply: 0 / 25" in job.summary
    assert "## applyasync: 0 / 30" in job.summary


@pytest.mark.full
def test_a_linked_folder_is_nothing_to_grade(fork: Path, grade: Grade) -> None:
    """The folder of the exercises cannot be a link to the solutions of the grader."""
    shutil.rmtree(fork / "exercises")
    (fork / "exercises").symlink_to("../kit/solutions")
    job = grade(fork)
    assert job.failed == "Take the three scripts, and nothing else, from the fork"
    expected = "::error title=Nothing to grade::The folder exercises/ holds none of the scripts."
    assert job.commands() == [expected]


@pytest.mark.full
def test_an_edited_grader_changes_nothing(fork: Path, grade: Grade) -> None:
    """Checks, settings and plugin of the fork are not used; what it changed is named in the summary."""
    shutil.copy(SERIAL, fork / "exercises")
    (fork / "exercises/future.py").unlink()
    (fork / "grader/checks/test_applyasync.py").write_text("", "utf-8")
    (fork / "grader/plugin.py").write_text(BENT, "utf-8")
    (fork / "grader/cheat.py").touch()
    settings = "\n[tool.grader.points.poolapply]\ntest_master_announces_its_pid = 500\n"
    (fork / "pyproject.toml").write_text((fork / "pyproject.toml").read_text("utf-8") + settings, "utf-8")
    job = grade(fork)
    assert job.failed == "Grade"
    assert job.outputs == {"score": "46", "max_score": "100"}
    assert job.summary.endswith(
        "## The grader in this fork differs\n\n"
        "It was not used, so the points above are not changed by it: only the scripts in exercises/ are the fork's.\n\n"
        "```text\n"
        "added    grader/cheat.py\n"
        "changed  grader/checks/test_applyasync.py\n"
        "changed  grader/plugin.py\n"
        "changed  pyproject.toml\n"
        "```\n"
    )


@pytest.mark.full
def test_a_workflow_without_an_upstream_says_what_to_do(fork: Path, grade: Grade) -> None:
    """Until a teacher has said where the grader comes from, the message says where to write it."""
    job = grade(fork, **{"vars.GRADER_UPSTREAM": ""})
    assert job.failed == "Fetch the grader"
    assert job.commands() == [
        "::error title=No grader yet::Set UPSTREAM in .github/workflows/grade.yml to the repository that the grader "
        "comes from (see .github/TEACHING.md)."
    ]


@pytest.mark.parametrize("name", ["grade.yml", "test.yml"])
def test_a_workflow_has_no_rights(name: str) -> None:
    """Rights are given to jobs and are no more than to read; actions are pinned; no secret is used; time is limited."""
    workflow = load(ROOT / ".github/workflows" / name)
    text = (ROOT / ".github/workflows" / name).read_text("utf-8")
    assert workflow["permissions"] == {}
    assert "pull_request_target" not in workflow["on"]
    assert "secrets." not in text
    assert workflow["concurrency"]["cancel-in-progress"] is True
    for job in workflow["jobs"].values():
        assert job["permissions"] == {"contents": "read"}
        assert job["timeout-minutes"] <= 60
        for step in job["steps"]:
            assert len(step.get("uses", "@" + "0" * 40).partition("@")[2]) == 40
            assert "cache" not in step.get("with", {})
