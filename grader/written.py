"""What pytest writes beside the terminal's report: files that grow check by check, and what GitHub wants."""

from __future__ import annotations

import json
import os
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from grader.manifest import ROOT, differences, manifest_of
from grader.reports import github
from grader.reports.badge import badge
from grader.scorecard import Scorecard

_REST = 10.0


def write_json(file: Path, data: Any) -> None:
    """Write JSON to a file in one step: whoever reads it meanwhile, or after a crash, finds the old or the new."""
    new = file.with_name(file.name + ".new")
    new.write_text(json.dumps(data, indent=1) + "\n", "utf-8")
    os.replace(new, file)


class Files:
    """The files of `--scorecard` and `--badge`. The first grows as checks end, so that it outlives a crash.

    It is written whole, and rests after that for `_REST` times as long as the writing took: for a hundred files in one
    session, writing it after every check would take longer than the checks.
    """

    def __init__(
        self,
        scorecard: Scorecard,
        scorecard_file: Path | None,
        badge_file: Path | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._scorecard = scorecard
        self._clock = clock
        self._rests_until = clock()
        self._scorecard_file = scorecard_file
        self._badge_file = badge_file

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_logreport(self) -> None:
        """Write what is known so far, unless too much time went into that already."""
        began = self._clock()
        if began >= self._rests_until:
            self._write_scorecard()
            ended = self._clock()
            self._rests_until = ended + _REST * (ended - began)

    def _write_scorecard(self) -> None:
        if self._scorecard_file is not None:
            write_json(self._scorecard_file, self._scorecard.to_json())

    def pytest_sessionfinish(self) -> None:
        """Write both, also where there was no check."""
        self._write_scorecard()
        if self._badge_file is not None:
            write_json(self._badge_file, badge(self._scorecard))


class GitHub:
    """What `--github` writes: a log that gives no commands, then annotations, the summary of the job, outputs."""

    def __init__(self, scorecard: Scorecard, line: Callable[[str], None], fork: Path | None = None) -> None:
        missing = [name for name in ("GITHUB_STEP_SUMMARY", "GITHUB_OUTPUT") if not os.environ.get(name)]
        if missing:
            raise pytest.UsageError(f"--github is for a step of GitHub Actions: {' and '.join(missing)} not set")
        self._scorecard = scorecard
        self._line = line  # writes a line to the log
        self._changes = differences(manifest_of(ROOT), manifest_of(fork)) if fork is not None else []
        begin, self._end = github.fence(secrets.token_hex(16))
        line(begin)  # before any student's text can be in the log

    def pytest_unconfigure(self) -> None:
        """End the fence and write the rest; the log of a session that crashes stays fenced."""
        for line in [self._end, *github.errors(self._scorecard)]:
            self._line(line)
        # The files are those of this step alone; what is in them by now is a student's.
        Path(os.environ["GITHUB_STEP_SUMMARY"]).write_text(github.summary(self._scorecard, self._changes), "utf-8")
        Path(os.environ["GITHUB_OUTPUT"]).write_text(github.outputs(self._scorecard), "utf-8")
