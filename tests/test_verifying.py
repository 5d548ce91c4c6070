"""`grader verify`: fit checkouts, and broken ones of many kinds, each found and told what to do about."""

from __future__ import annotations

import importlib.metadata
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
from corpus import ROOT
from typer.testing import CliRunner

from grader import verifying
from grader.classroom.grades import UNGRADABLE, Submission
from grader.commands import application
from grader.errors import BadInput
from grader.manifest import write
from grader.recording import sandbox
from grader.recording.launcher import LauncherFailed
from grader.recording.runner import Runner
from grader.scorecard import Check, Exercise
from grader.verifying import NOTE, OK, PROBLEM, Finding, Machine, verify

BY_PRODUCTS = shutil.ignore_patterns("__pycache__")
RECORDED = Finding("recording", OK, "a script with a pool of two workers was run and recorded")
KIT_REPAIR = "git checkout -- grader pyproject.toml .github; where the change is meant: python -m grader.manifest"
REQUIRES = ["hypothesis>=6.100", "pytest>=8.2", "pytest-timeout>=2.3", 'typer>=0.16; extra == "classroom"']
SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["schema", "fit", "findings"],
    "properties": {
        "schema": {"const": "verify/v1"},
        "fit": {"type": "boolean"},
        "findings": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["name", "status", "seen", "repair"],
                "properties": {
                    "name": {"type": "string"},
                    "status": {"enum": [OK, NOTE, PROBLEM]},
                    "seen": {"type": "string", "minLength": 1},
                    "repair": {"type": ["string", "null"]},
                },
            },
        },
    },
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A published checkout, as a student clones it."""
    copy = tmp_path / "kit"
    for name in ("exercises", "solutions", "grader/checks", ".github/workflows"):
        shutil.copytree(ROOT / name, copy / name, ignore=BY_PRODUCTS)
    shutil.copy(ROOT / "pyproject.toml", copy)
    write(copy)
    return copy


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> Machine:
    """A machine that has everything; the recording of a script is tried in tests of its own."""
    monkeypatch.setattr(verifying, "_recording", lambda settings: RECORDED)
    monkeypatch.setattr(verifying, "kernel_can_tell", lambda: True)
    monkeypatch.setattr(sandbox, "why_unavailable", lambda: None)
    monkeypatch.setattr(importlib.metadata, "requires", lambda name: REQUIRES)
    return Machine((3, 12), ("fork", "spawn", "forkserver"), lambda name: "999")


def troubles(checkout: Path, machine: Machine) -> list[Finding]:
    return [finding for finding in verify(checkout, machine) if finding.status != OK]


def test_a_fit_checkout(checkout: Path, machine: Machine) -> None:
    """Nothing is to be done, and each subject is named once."""
    findings = list(verify(checkout, machine))
    assert [each.status for each in findings] == [OK] * len(findings)
    assert [each.name for each in findings] == [
        *("Python", "tools", "exercises", "solutions", "kit", "settings", "start method", "clock", "sandbox"),
        "recording",
    ]


def _remove(name: str) -> Callable[[Path], None]:
    return lambda checkout: (checkout / name).unlink()


def _write(name: str, text: str) -> Callable[[Path], None]:
    def change(checkout: Path) -> None:
        (checkout / name).write_text(text, "utf-8")

    return change


def _link(checkout: Path) -> None:
    (checkout / "exercises/future.py").unlink()
    (checkout / "exercises/future.py").symlink_to("../solutions/future.py")


def _settings(line: str) -> Callable[[Path], None]:
    def change(checkout: Path) -> None:
        (checkout / "pyproject.toml").write_text(f"[tool.grader]\n{line}\n", "utf-8")
        write(checkout)

    return change


BROKEN = {
    "no stub": (
        _remove("exercises/applyasync.py"),
        Finding("exercises", PROBLEM, "exercises/ has no file applyasync.py", "git checkout -- exercises"),
    ),
    "a linked stub": (
        _link,
        Finding("exercises", PROBLEM, "exercises/ has no file future.py", "git checkout -- exercises"),
    ),
    "no solution": (
        _remove("solutions/poolapply.py"),
        Finding("solutions", PROBLEM, "solutions/ has no file poolapply.py", "git checkout -- solutions"),
    ),
    "no solutions": (
        lambda checkout: shutil.rmtree(checkout / "solutions"),
        Finding("solutions", NOTE, "there are none here, as in a copy for students"),
    ),
    "a changed check": (
        _write("grader/checks/test_future.py", ""),
        Finding("kit", PROBLEM, "it is not as it was published: changed grader/checks/test_future.py", KIT_REPAIR),
    ),
    "an added module": (
        _write("grader/checks/zz.py", ""),
        Finding("kit", PROBLEM, "it is not as it was published: added grader/checks/zz.py", KIT_REPAIR),
    ),
    "no manifest": (
        _remove("grader/MANIFEST.sha256"),
        Finding("kit", NOTE, "there is no grader/MANIFEST.sha256 to compare it with", "python -m grader.manifest"),
    ),
    "a manifest that is none": (
        _write("grader/MANIFEST.sha256", "hello\n"),
        Finding(
            "kit",
            PROBLEM,
            "grader/MANIFEST.sha256 is no manifest: each line should be a SHA-256, two blanks and a path",
            KIT_REPAIR,
        ),
    ),
    "a bad setting": (
        _settings('clock = "sun"'),
        Finding(
            "settings",
            PROBLEM,
            "clock = 'sun' in [tool.grader] of pyproject.toml: expected 'virtual' or 'real'",
            "correct it in pyproject.toml",
        ),
    ),
    "the real clock": (
        _settings('clock = "real"'),
        Finding("clock", NOTE, "real, by clock in [tool.grader] of pyproject.toml: slower, and within a tolerance"),
    ),
    "no sandbox by choice": (
        _settings('sandbox = "off"'),
        Finding("sandbox", NOTE, "off, so scripts can read and change this user's files: it was switched off"),
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_checkout(checkout: Path, machine: Machine, name: str) -> None:
    """What is wrong is found, it alone, and what to do is said."""
    breaks, finding = BROKEN[name]
    breaks(checkout)
    assert troubles(checkout, machine) == [finding]


def test_a_checkout_without_settings(checkout: Path, machine: Machine) -> None:
    """A missing pyproject.toml is missed by the kit's manifest and by the settings."""
    (checkout / "pyproject.toml").unlink()
    kit, settings = troubles(checkout, machine)
    assert kit.seen == "it is not as it was published: missing pyproject.toml"
    assert settings == Finding(
        "settings",
        PROBLEM,
        "there is no pyproject.toml, so the grader's settings are not known",
        "git checkout -- pyproject.toml",
    )


def test_a_python_that_is_not_supported(checkout: Path) -> None:
    """The versions that will do are named, with the command that brings one."""
    (finding,) = troubles(checkout, Machine((3, 9), ("fork",), lambda name: "999"))
    seen = "this is Python 3.9; the kit runs on 3.10 to 3.15"
    repair = "make the environment anew with one of them: python3.15 -m venv --clear .venv"
    assert finding == Finding("Python", PROBLEM, seen, repair)


def test_a_tool_that_is_missing_or_old(checkout: Path) -> None:
    """Each tool is told with what is needed of it."""

    def version_of(name: str) -> str:
        if name == "hypothesis":
            raise importlib.metadata.PackageNotFoundError(name)
        return "1.0"

    (finding,) = troubles(checkout, Machine((3, 12), ("fork",), version_of))
    seen = "hypothesis is not installed; pytest is 1.0, and >=8.2 is needed; pytest-timeout is 1.0, and >=2.3 is needed"
    assert finding == Finding("tools", PROBLEM, seen, "python -m pip install -e .")


def test_a_kit_that_is_not_installed(checkout: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run from a folder alone, the kit's requirements are not known."""

    def requires(name: str) -> None:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "requires", requires)
    expected = Finding("tools", PROBLEM, "the kit is not installed", "python -m pip install -e .")
    assert troubles(checkout, machine) == [expected]


def test_a_start_method_that_is_not_there(checkout: Path) -> None:
    """A system without fork is told which line to write."""
    (finding,) = troubles(checkout, Machine((3, 12), ("spawn",), lambda name: "999"))
    repair = 'write start_method = "spawn" under [tool.grader] in pyproject.toml'
    assert finding == Finding("start method", PROBLEM, "this system has no fork; it has spawn", repair)


def test_a_system_without_a_virtual_clock(checkout: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real clock is a note with its reason."""
    monkeypatch.setattr(verifying, "kernel_can_tell", lambda: False)
    (finding,) = troubles(checkout, machine)
    seen = "real: this system has no /proc to tell when a script sleeps, so grading is slower and within a tolerance"
    assert finding == Finding("clock", NOTE, seen, "grade on Linux, or in the container of .github/Containerfile")


@pytest.mark.parametrize(("setting", "status"), [("auto", NOTE), ("bubblewrap", PROBLEM)])
def test_a_sandbox_that_is_missing(
    checkout: Path, machine: Machine, monkeypatch: pytest.MonkeyPatch, setting: str, status: str
) -> None:
    """It is a note where the sandbox is a wish, and a problem where it is demanded; the command brings it."""
    monkeypatch.setattr(sandbox, "why_unavailable", lambda: "bubblewrap is not installed")
    _settings(f'sandbox = "{setting}"')(checkout)
    (finding,) = troubles(checkout, machine)
    seen = "off, so scripts can read and change this user's files: bubblewrap is not installed"
    assert finding == Finding("sandbox", status, seen, "sudo apt-get install bubblewrap")


def test_a_machine_that_cannot_record(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where no script can be started, the reason is said."""
    monkeypatch.undo()

    def fail(runner: Runner) -> None:
        raise LauncherFailed("the launcher ended with status 1: OSError: no space left")

    monkeypatch.setattr(Runner, "_warm", fail)
    assert verifying._recording(verifying.Settings()) == Finding(
        "recording",
        PROBLEM,
        "a script with a pool of two workers could not be recorded: the launcher ended with status 1: "
        "OSError: no space left",
        "see what Python says: python -c 'import multiprocessing; multiprocessing.Pool(2)'",
    )


def test_this_machine_can_record(monkeypatch: pytest.MonkeyPatch) -> None:
    """A script with a pool is really run."""
    monkeypatch.undo()
    assert verifying._recording(verifying.Settings()) == RECORDED


# for instructors ------------------------------------------------------------------------------------------------


def graded(**scores: float) -> Submission:
    exercises = [
        Exercise(
            name, f"exercises/{name}.py", [Check("test_a", "A claim.", "passed" if score else "failed", score, 5.0)]
        )
        for name, score in scores.items()
    ]
    return Submission("", "", score=sum(scores.values()), max_score=5.0 * len(scores), exercises=exercises)


def test_a_stub_that_earns_points() -> None:
    """It is named with what it earns."""
    assert verifying._stubs_earn_nothing(graded(poolapply=0, future=5)) == Finding(
        "stubs",
        PROBLEM,
        "a stub should earn 0, but future earns 5",
        "put the stubs back: git checkout -- exercises",
    )
    assert verifying._stubs_earn_nothing(graded(poolapply=0)) == Finding("stubs", OK, "each earns 0")


def test_a_solution_without_full_marks() -> None:
    """What fails first is named."""
    assert verifying._solutions_earn_all(graded(poolapply=5, future=0)) == Finding(
        "full marks",
        PROBLEM,
        "they earn 5 / 10; what fails first: future: A claim.",
        "see why: pytest solutions -v",
    )


def test_a_grading_that_failed() -> None:
    """Where stubs or solutions could not be graded, the reason is said."""
    submission = Submission("", "", status=UNGRADABLE, reason="the grader failed with status 4: no")
    assert verifying._stubs_earn_nothing(submission).seen == "the grader failed with status 4: no"
    assert verifying._solutions_earn_all(submission).status == PROBLEM


def test_a_claim_that_nothing_fails(tmp_path: Path) -> None:
    """A claim that no mistake of the corpus fails is named."""
    report = tmp_path / "tests/submissions/mistakes/poolapply/one/report.txt"
    report.parent.mkdir(parents=True)
    report.write_text("failed     test_a\n\nFAILED  poolapply: a claim\n", "utf-8")
    assert verifying._every_claim_can_fail(tmp_path, graded(poolapply=5, future=5)) == Finding(
        "claims",
        PROBLEM,
        "no mistake of the corpus fails future: test_a",
        "add a mistake to tests/submissions/mistakes",
    )


def test_without_solutions_there_is_less_to_verify(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy for students has none, which is no problem."""
    shutil.rmtree(checkout / "solutions")
    monkeypatch.setattr(verifying, "_graded", lambda root, folder: graded(poolapply=0))
    _, *findings = verifying.verify_for_instructors(checkout)
    assert findings == [
        Finding("stubs", OK, "each earns 0"),
        Finding("full marks", NOTE, "there are no solutions here to be graded"),
    ]


def test_this_checkout_is_fit_for_instructors() -> None:
    """Here, stubs earn 0, solutions 100, and each of 26 claims is failed by a mistake of the corpus."""
    _, *findings = verifying.verify_for_instructors(ROOT)
    assert findings == [
        Finding("stubs", OK, "each earns 0"),
        Finding("full marks", OK, "the solutions earn 100 / 100"),
        Finding("claims", OK, "each of 26 is failed by a mistake of the corpus"),
    ]


def test_a_workflow_without_an_upstream(checkout: Path) -> None:
    """Until a teacher has set it, the workflow is a note; then it is in order; without it, forks are not graded."""
    file = checkout / ".github/workflows/grade.yml"
    assert verifying._workflow(checkout) == Finding(
        "workflow",
        NOTE,
        ".github/workflows/grade.yml does not say where the grader of a fork comes from",
        "set UPSTREAM in it, as .github/TEACHING.md says",
    )
    file.write_text(file.read_text("utf-8").replace("'OWNER/REPOSITORY'", "'course/kit'"), "utf-8")
    assert verifying._workflow(checkout).status == OK
    file.unlink()
    seen = "there is no .github/workflows/grade.yml, so forks are not graded on GitHub"
    assert verifying._workflow(checkout) == Finding("workflow", NOTE, seen)


# the command ----------------------------------------------------------------------------------------------------


def test_the_command_says_all_of_it(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text, whole: a line a subject, an arrow where something is to be done, the verdict, the exit status."""
    _remove("exercises/future.py")(checkout)
    _settings('sandbox = "off"')(checkout)
    monkeypatch.setattr(verifying, "Machine", lambda: Machine((3, 12), ("fork",), lambda name: "999"))
    result = CliRunner().invoke(application(), ["verify", str(checkout)])
    assert result.exit_code == 1
    assert result.output == (
        "ok       Python        Python 3.12\n"
        "ok       tools         hypothesis, pytest, pytest-timeout\n"
        "problem  exercises     exercises/ has no file future.py\n"
        "                       -> git checkout -- exercises\n"
        "ok       solutions     poolapply.py, applyasync.py, future.py\n"
        f"ok       kit           {len(verifying.manifest_of(checkout))} files are as they were published\n"
        "ok       settings      [tool.grader] of pyproject.toml\n"
        "ok       start method  fork\n"
        "ok       clock         virtual\n"
        "note     sandbox       off, so scripts can read and change this user's files: it was switched off\n"
        "ok       recording     a script with a pool of two workers was run and recorded\n"
        "not fit for grading: do what the arrows say, then verify again\n"
    )


def test_the_command_as_json(checkout: Path) -> None:
    """--json prints the same as data, and nothing else."""
    result = CliRunner().invoke(application(), ["verify", str(checkout), "--json"])
    data = json.loads(result.output)
    jsonschema.validate(data, SCHEMA)
    assert data["fit"] is (result.exit_code == 0)
    assert len(data["findings"]) == 10


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    """What is no folder cannot be verified."""
    result = CliRunner().invoke(application(), ["verify", str(tmp_path / "nowhere")])
    assert isinstance(result.exception, BadInput)
    assert str(result.exception).endswith("nowhere is no folder: give that of a checkout of the kit")
