"""What pytest writes beside the terminal's report: files that grow check by check, and what GitHub wants."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.reports import github
from grader.reports.badge import badge
from grader.scorecard import Scorecard


def write_json(file: Path, data: Any) -> None:
    """Write JSON to a file in one step: whoever reads it meanwhile, or after a crash, finds the old or the new."""
    new = file.with_name(file.name + ".new")
    new.write_text(json.dumps(data, indent=1) + "\n", "utf-8")
    os.replace(new, file)


class Files:
    """The files of `--scorecard` and `--badge`. The first is written after every check, so that it outlives a crash."""

    def __init__(self, scorecard: Scorecard, scorecard_file: Path | None, badge_file: Path | None) -> None:
        self._scorecard = scorecard
        self._scorecard_file = scorecard_file
        self._badge_file = badge_file

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self) -> None:
        """Write what is known so far."""
        if self._scorecard_file is not None:
            write_json(self._scorecard_file, self._scorecard.to_json())

    def pytest_sessionfinish(self) -> None:
        """Write both, also where there was no check."""
        self.pytest_runtest_logreport()
        if self._badge_file is not None:
            write_json(self._badge_file, badge(self._scorecard))


class GitHub:
    """What `--github` writes: a log that gives no commands, then annotations, the summary of the job, outputs."""

    def __init__(self, scorecard: Scorecard, line: Callable[[str], None]) -> None:
        missing = [name for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT") if not os.environ.get(name)]
        if missing:
            raise pytest.UsageError(f"--github is for a step of GitHub Actions: {' and '.join(missing)} not set")
        self._scorecard = scorecard
        self._line = line  # writes a line to the log
        begin, self._end = github.fence(secrets.token_hex(16))
        line(begin)  # before any student's text can be in the log

    def pytest_unconfigure(self) -> None:
        """End the fence and write the rest; the log of a session that crashes stays fenced."""
        for line in [self._end, *github.errors(self._scorecard)]:
            self._line(line)
        _append("GITHUB_STEP_SUMMARY", github.summary(self._scorecard))
        _append("GITHUB_OUTPUT", github.outputs(self._scorecard))


def _append(variable: str, text: str) -> None:
    with open(os.environ[variable], "a", encoding="utf-8") as file:
        file.write(text)
