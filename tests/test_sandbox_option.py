"""`--sandbox`: what is said where scripts run without one, and where none can be started."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from grader.recording import sandbox

ROOT = Path(__file__).parents[1]
ONE = "solutions/poolapply.py::test_importing_runs_nothing"


def grade(*options: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    """Grade one claim; with another PATH, for instance one without bwrap."""
    environment = os.environ if path is None else {**os.environ, "PATH": path}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options, ONE]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_off_is_said_at_the_top(tmp_path):
    """Whoever reads a report must know what it rests on."""
    done = grade("--sandbox", "off", f"--scorecard={tmp_path / 'card.json'}")
    remark = "the sandbox is off, so scripts can read and change this user's files: it was switched off"
    assert f"note: {remark}\n\npoolapply  2 / 2\n" in done.stdout
    card = json.loads((tmp_path / "card.json").read_text("utf-8"))
    assert (done.returncode, card["sandbox"], card["remarks"]) == (0, "off", [remark])


def test_without_bubblewrap_scripts_run_all_the_same(tmp_path):
    """`auto` grades wherever it can, and says what is missing."""
    done = grade(f"--scorecard={tmp_path / 'card.json'}", path=str(tmp_path))
    card = json.loads((tmp_path / "card.json").read_text("utf-8"))
    assert (done.returncode, card["sandbox"], card["score"]) == (0, "off", 2)
    assert card["remarks"] == [
        "the sandbox is off, so scripts can read and change this user's files: "
        "bubblewrap is not installed (the package bubblewrap of most systems)"
    ]


def test_bubblewrap_refuses_to_run_without_a_sandbox(tmp_path):
    """Whoever asks for the sandbox gets it, or nothing."""
    done = grade("--sandbox", "bubblewrap", path=str(tmp_path))
    assert done.returncode == pytest.ExitCode.USAGE_ERROR
    assert done.stderr.strip() == (
        "ERROR: --sandbox bubblewrap: no sandbox can be started here: bubblewrap is not installed (the package "
        "bubblewrap of most systems); mend that, or choose --sandbox off and trust the scripts"
    )


def test_a_bwrap_that_fails_is_quoted(tmp_path):
    """What the program says is the best hint at what is wrong."""
    fake = tmp_path / "bwrap"
    fake.write_text("#!/bin/sh\necho 'bwrap: setting up uid map: Permission denied' >&2\nexit 1\n", "utf-8")
    fake.chmod(0o755)
    done = grade("--sandbox", "bubblewrap", path=f"{tmp_path}:{os.environ['PATH']}")
    assert "no sandbox can be started here: bwrap: setting up uid map: Permission denied; mend that" in done.stderr


@pytest.mark.skipif(sandbox.why_unavailable() is not None, reason=f"{sandbox.why_unavailable()}")
def test_the_sandbox_is_the_default_where_it_works(tmp_path):
    """Nothing is to be said then."""
    done = grade(f"--scorecard={tmp_path / 'card.json'}")
    card = json.loads((tmp_path / "card.json").read_text("utf-8"))
    assert (done.returncode, card["sandbox"], card["remarks"], card["score"]) == (0, "bubblewrap", [], 2)
