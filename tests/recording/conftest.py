"""Runners that many tests share: each start method has one launcher, which forks all runs."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from grader.recording import idle
from grader.recording.limits import Limits
from grader.recording.recording import Recording
from grader.recording.runner import Options, Runner

from .helpers import write

START_METHODS = ("fork", "spawn", "forkserver")


@pytest.fixture(scope="session")
def runner() -> Iterator[Runner]:
    """Record under fork, the default."""
    with Runner() as runner:
        yield runner


@pytest.fixture(scope="session", params=START_METHODS)
def any_runner(request: pytest.FixtureRequest) -> Iterator[Runner]:
    """Record under each start method."""
    with Runner(Options(start_method=request.param)) as runner:
        yield runner


class Record:
    """Writes a script into a folder of its own and records it."""

    def __init__(self, runner: Runner, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.runner = runner
        self.folder = folder
        self._monkeypatch = monkeypatch

    def __call__(self, source: str, *argv: str, **options: Any) -> Recording:
        return self.runner.record(write(self.folder, source), argv, **options)

    def limit(self, **limits: float) -> Record:
        """Let the test's runs go no further than these limits."""
        options = dataclasses.replace(self.runner.options, limits=Limits(**limits))  # type: ignore[arg-type]
        self._monkeypatch.setattr(self.runner, "options", options)
        return self


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Believe sooner that a run hangs: what is proved in a second is proved in a tenth of it."""
    monkeypatch.setattr(idle, "HANG_IN_KNOWN_WAIT", 0.1)
    monkeypatch.setattr(idle, "HANG_ELSEWHERE", 0.1)


@pytest.fixture
def record(runner: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Record:
    """Record a script under fork."""
    return Record(runner, tmp_path, monkeypatch)


@pytest.fixture
def record_anywhere(any_runner: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Record:
    """Record a script under each start method."""
    return Record(any_runner, tmp_path, monkeypatch)
