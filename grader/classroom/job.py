"""One submission to grade: a pure function of its scripts, the settings and the kit."""

from __future__ import annotations

import contextlib
import functools
import hashlib
import io
import json
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pytest

import grader
from grader.grading import Bench, Grading
from grader.settings import Settings

PYTHON = ".".join(map(str, sys.version_info[:3]))
_KIT = Path(grader.__file__).parent
_FOREIGN = {"reports", "commands", "classroom"}  # parts of the kit on which no verdict depends
_IDLE = ("cacheprovider", "threadexception", "unraisableexception")  # the latter two would collect garbage each time
_OPTIONS = ("-p", "grader.plugin", "-p", "pytest_timeout", "-qq", "--capture=no", *(f"-pno:{name}" for name in _IDLE))


@dataclass(frozen=True)
class Job:
    """What is graded: the scripts by their exercises, and under which settings."""

    scripts: dict[str, bytes]
    settings: Settings
    kit: str  # digest of the kit that asked, which must be that of the kit that grades
    name: str = ""  # whose it is, for messages

    @functools.cached_property
    def key(self) -> str:
        """Names the result: the same for the same scripts, settings, kit and Python, and for no others."""
        scripts = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(self.scripts.items())}
        parts = {"scripts": scripts, "settings": asdict(self.settings), "kit": self.kit, "python": PYTHON}
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:40]


@dataclass
class Result:
    """What came of a job, as JSON data can hold it."""

    failure: str | None = None  # why the grader itself failed; nothing else counts then
    exercises: list[dict[str, Any]] = field(default_factory=list)  # as of a scorecard
    clock: str = "virtual"
    sandbox: str = "off"
    remarks: list[str] = field(default_factory=list)
    max_score: float = 0.0
    unjudged: float = 0.0
    python: str = PYTHON
    seconds: float = 0.0

    @property
    def settled(self) -> bool:
        """Tell whether grading again would find the same: the grader could judge everything."""
        return self.failure is None and not self.unjudged


@functools.cache
def digest_of_the_kit() -> str:
    """Return what identifies this kit: its version, and the content of all on which verdicts depend."""
    files = sorted(file for file in _KIT.rglob("*.py") if file.relative_to(_KIT).parts[0] not in _FOREIGN)
    total = hashlib.sha256(grader.__version__.encode())
    for file in files:
        total.update(file.relative_to(_KIT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()[:16]


def grade(job: Job, bench: Bench) -> Result:
    """Grade one submission in this process, by the same session of pytest that a student would start.

    The session belongs into this process's main thread; what the bench has warm stays so for the next one.
    """
    if job.kit != digest_of_the_kit():
        return Result(f"the kit that grades here ({grader.__version__}) is not the kit that asked: install that one")
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="grader-job-") as folder:
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            status = int(pytest.main(_arguments(job, Path(folder)), plugins=[bench]))
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
