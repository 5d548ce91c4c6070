"""`grader grade` as a command, what students hand in, and what the report says."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
from classes import SOLUTIONS
from corpus import ROOT

SCHEMA = json.loads((ROOT / "grader/classroom/grades.schema.json").read_text("utf-8"))
PATIENCE = 300.0  # seconds until a test gives up to wait for what must come


def environment(**more: str) -> dict[str, str]:
    """Return an environment without colours, in 200 columns, in which the kit of this checkout is found."""
    kept = {"PATH": os.environ["PATH"], "PYTHONPATH": os.fspath(ROOT), "PYTHONUTF8": "1", "TERMINAL_WIDTH": "200"}
    return kept | more


def command(*arguments: object) -> list[str]:
    """Return the command line of `grader grade`."""
    return [sys.executable, "-m", "grader", "grade", *map(str, arguments)]


def run(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run `grader grade` far from the kit."""
    return subprocess.run(
        command(*arguments), cwd=cwd, env=environment(), capture_output=True, text=True, encoding="utf-8"
    )


def start(*arguments: object, cwd: Path, **options: Any) -> subprocess.Popen[str]:
    """Start `grader grade`, and do not wait for it."""
    return subprocess.Popen(
        command(*arguments),
        cwd=cwd,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        **options,
    )


def grades_of(report: Path) -> dict[str, Any]:
    """Return the grades of a report, which validate, without how long they took."""
    data: dict[str, Any] = json.loads((report / "grades.json").read_text("utf-8"))
    jsonschema.validate(data, SCHEMA)
    for each in data["submissions"]:
        each["seconds"] = 0
    return data


def results(report: Path) -> list[Path]:
    """Return the results that a report keeps so far."""
    folder = report / ".grader/results"
    return sorted(folder.glob("*.json")) if folder.is_dir() else []


def wait_until(holds: Callable[[], object], process: subprocess.Popen[str] | None = None) -> None:
    """Wait until something holds; fail when it never does, or when the process ends before."""
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it never came"
        assert process is None or process.poll() is None, "the process ended too early"
        time.sleep(0.02)


def hand_in(folder: Path, files: dict[str, bytes]) -> Path:
    """Write what one student hands in."""
    folder.mkdir(parents=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def scripts(**changed: bytes | None) -> dict[str, bytes]:
    """Return the three solutions as files, some of them changed or left out."""
    chosen = {**SOLUTIONS, **changed}
    return {f"{name}.py": content for name, content in chosen.items() if content is not None}


def edited(number: int) -> dict[str, bytes]:
    """Return the three solutions with an edit that makes them this student's."""
    return {name: content + f"\n# by student {number}\n".encode() for name, content in scripts().items()}
