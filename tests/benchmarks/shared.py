"""What the benchmarks share: one grading as a student would start it, what it recorded, and tables of figures."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [os.fspath(ROOT), os.fspath(ROOT / "tests")]  # the kit and its corpus, of this checkout

import corpus as corpus  # noqa: E402 - found through the line above, as is the next

from grader.scorecard import Exercise, Scorecard  # noqa: E402

EXERCISES = ("poolapply", "applyasync", "future")
SOLUTIONS = [ROOT / "solutions" / f"{name}.py" for name in EXERCISES]
START_METHODS = ("fork", "spawn", "forkserver")


@dataclass(frozen=True)
class Grading:
    """What one process of pytest found: the exercises by their files, and the runs that it recorded."""

    exercises: dict[Path, Exercise]
    runs: list[dict[str, Any]]


def pytest_command(paths: Sequence[Path], *options: str) -> list[str]:
    """Return the command that grades these files or folders; with the kit's settings, wherever they lie."""
    settings = ["-c", os.fspath(ROOT / "pyproject.toml"), "--rootdir", os.fspath(_root_of(paths))]
    fixed = [*settings, "-p", "no:cacheprovider", "-qq"]
    return [sys.executable, "-m", "pytest", *fixed, *options, *map(os.fspath, paths)]


def _root_of(paths: Sequence[Path]) -> Path:
    """Return a folder above all of these: only there does pytest give each file a name of its own."""
    return Path(os.path.commonpath([path.parent for path in paths]))


def environment() -> dict[str, str]:
    """Return the environment in which pytest finds the plugin `logbook` of this folder."""
    known = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([os.fspath(HERE), *([known] if known else [])])}


def grade(files: Sequence[Path], *options: str) -> Grading:
    """Grade files in one process of pytest. Raises RuntimeError when that process breaks down."""
    with tempfile.TemporaryDirectory() as folder:
        card, log = Path(folder, "card.json"), Path(folder, "runs.jsonl")
        command = pytest_command(files, "-p", "logbook", f"--logbook={log}", f"--scorecard={card}", *options)
        done = subprocess.run(command, cwd=ROOT, env=environment(), capture_output=True, text=True, errors="replace")
        if not card.exists():
            raise RuntimeError(f"pytest ended with exit status {done.returncode}:\n{done.stdout}{done.stderr}")
        exercises = Scorecard.from_json(json.loads(card.read_text("utf-8"))).exercises
        runs = [json.loads(line) for line in log.read_text("utf-8").splitlines()] if log.exists() else []
    return Grading({Path(_root_of(files), each.path): each for each in exercises}, runs)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return rows under their head; the first column is flush left, the others flush right."""
    cells = [list(head), *[[_cell(value) for value in row] for row in rows]]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = [
        "  ".join(
            cell.ljust(width) if not column else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in cells
    ]
    return "\n".join([lines[0], "  ".join("-" * width for width in widths), *lines[1:]])


def _cell(value: object) -> str:
    return f"{value:.2f}" if isinstance(value, float) else str(value)
