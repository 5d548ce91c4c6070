"""Grading in a session of its own, with what is known told as it grows."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from corpus import ROOT

from grader.classroom.grades import Submission
from grader.packages import session
from grader.packages.session import grade
from grader.scorecard import Check, Exercise, Scorecard
from grader.written import write_json

SETTINGS = ROOT / "pyproject.toml"


class Told(list[Submission]):
    """What was told, in order."""

    def __call__(self, submission: Submission, scorecard: Scorecard) -> None:
        assert scorecard.score == submission.score
        self.append(submission)


def test_a_folder_is_graded(tmp_path: Path) -> None:
    """At the end all is told: points, claims, and no remark that something is missing."""
    shutil.copy(ROOT / "solutions/poolapply.py", tmp_path)
    told = Told()
    grade(tmp_path, told, names=["poolapply"], settings=SETTINGS)
    assert (told[-1].score, told[-1].max_score, len(told[-1].exercises[0].checks)) == (25, 25, 8)
    assert session._CUT_OFF not in told[-1].remarks


def test_what_lies_beside_the_scripts_is_not_taken(tmp_path: Path) -> None:
    """Only files of the exercises' names are graded; links and plugins of pytest are left where they are."""
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises/conftest.py").write_text("raise SystemExit(0)\n", "utf-8")
    (tmp_path / "exercises/applyasync.py").symlink_to(ROOT / "solutions/applyasync.py")
    (tmp_path / "exercises/poolapply.py").write_text("pass\n", "utf-8")
    told = Told()
    grade(tmp_path, told, settings=SETTINGS)
    assert {each.name: each.score for each in told[-1].exercises} == {"poolapply": 0, "applyasync": 0, "future": 0}
    assert told[-1].max_score == 100


def test_an_empty_folder_is_said(tmp_path: Path) -> None:
    """Without any script nothing is started, and the missing files are named."""
    told = Told()
    grade(tmp_path, told)
    assert [each.reason for each in told] == [
        "none of the scripts was handed in: poolapply.py, applyasync.py, future.py"
    ]


class Hanging:
    """A session that has judged one claim, and then hangs until it is killed."""

    returncode: int | None = None

    def __init__(self, command: list[str], **options: object) -> None:
        self._card = next(word.partition("=")[2] for word in command if word.startswith("--scorecard="))

    def wait(self, timeout: float | None = None) -> None:
        if self.returncode is None:
            exercise = Exercise("future", "exercises/future.py", [Check("test_a", "A claim.", "passed", 4.0, 4.0)])
            write_json(Path(self._card), Scorecard([exercise]).to_json())
            raise subprocess.TimeoutExpired("pytest", timeout or 0)

    def kill(self) -> None:
        self.returncode = -9


@pytest.mark.parametrize("seconds", [-1.0, 0.0])
def test_a_session_over_its_limit_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seconds: float) -> None:
    """What was known by then is told last, and that the rest is missing."""
    shutil.copy(ROOT / "solutions/future.py", tmp_path)
    monkeypatch.setattr(subprocess, "Popen", Hanging)
    told = Told()
    grade(tmp_path, told, settings=SETTINGS, seconds=seconds)
    assert {each.score for each in told} == {4}
    assert told[-1].remarks == ["The grading was cut off: claims that are missing here were not judged."]


def test_a_grader_that_fails_is_said(tmp_path: Path) -> None:
    """Bad settings fail the grader, not the student: the reason is what pytest said last."""
    (tmp_path / "poolapply.py").write_text("pass\n", "utf-8")
    (tmp_path / "pyproject.toml").write_text('[tool.grader]\nclock = "sun"\n', "utf-8")
    told = Told()
    grade(tmp_path, told, settings=tmp_path / "pyproject.toml")
    (submission,) = told
    assert submission.grader_failed
    assert submission.reason == (
        "the grader failed with status 4: ERROR: clock = 'sun' in [tool.grader] of pyproject.toml: "
        "expected 'virtual' or 'real'"
    )


@pytest.mark.parametrize(
    ("text", "memory"),
    [
        ("", 8 << 20),
        ("[tool.grader.limits]\nreal_time = 50\n", 8 << 20),
        ("[tool.grader]\nlimits = { real_time = 50 }\n", 8 << 20),
        ("[tool.grader.limits]\nmemory = 9437184\n", 9 << 20),
    ],
)
def test_a_limit_of_memory_yields_to_the_settings(tmp_path: Path, text: str, memory: int) -> None:
    """The limit is set where the settings set none: with so little of it no script can be run."""
    (tmp_path / "pyproject.toml").write_text(text, "utf-8")
    told = Told()
    grade(ROOT / "solutions", told, names=["poolapply"], settings=tmp_path / "pyproject.toml", memory=8 << 20)
    said = f"more than {memory >> 20} MiB of memory"
    assert any(said in (check.seen or "") for check in told[-1].exercises[0].checks)
