"""Grading one submission at a desk: a session of pytest, the same that a student would start."""

from __future__ import annotations

import contextlib
import io
import tempfile
import time
from pathlib import Path

import pytest
import pytest_timeout

import grader.plugin
from grader.classroom.job import Job, Result, digest_of_the_kit
from grader.grading import Bench, Grading

_IDLE = (
    *("cacheprovider", "debugging", "doctest", "faulthandler", "junitxml", "legacypath", "logging", "monkeypatch"),
    *("pastebin", "python_path", "recwarn", "setuponly", "setupplan", "stepwise", "subtests", "tmpdir", "unittest"),
    *("threadexception", "unraisableexception"),  # they would collect garbage each time
)
_OPTIONS = ("-qq", "--capture=no", *(f"-pno:{name}" for name in _IDLE))


def grade(job: Job, bench: Bench, folder: str) -> Result:
    """Grade one submission in this process and this folder, by the same session of pytest that a student would start.

    The session belongs into this process's main thread; what the bench has warm stays so for the next one.
    """
    if job.kit != digest_of_the_kit():
        return Result(f"the kit that grades here ({grader.__version__}) is not the kit that asked: install that one")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(dir=folder) as own:
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            status = int(pytest.main(_arguments(job, Path(own)), plugins=[bench, grader.plugin, pytest_timeout]))
    if bench.grading is None or status not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED):
        words = said.getvalue().strip().splitlines()
        return Result(f"pytest ended with status {status}: {words[-1][:300] if words else 'it said nothing'}")
    return _result(bench.grading, time.monotonic() - began)


def _arguments(job: Job, folder: Path) -> list[str]:
    submission = folder / "submission"
    submission.mkdir()
    for name, content in job.scripts.items():
        (submission / f"{name}.py").write_bytes(content)
    (folder / "pytest.ini").write_text("[pytest]\n", "utf-8")
    return [*_OPTIONS, "-c", str(folder / "pytest.ini"), "--rootdir", str(submission), str(submission)]


def _result(grading: Grading, seconds: float) -> Result:
    card = grading.scorecard
    for check in (check for exercise in card.exercises for check in exercise.checks if check.picture is not None):
        check.picture = check.picture and check.picture.settled()
    data = card.to_json()
    own = {name: data[name] for name in ("exercises", "clock", "sandbox", "remarks") if name in data}
    return Result(None, **own, max_score=card.max_score, unjudged=card.unjudged, seconds=round(seconds, 3))
