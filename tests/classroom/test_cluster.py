"""Grading on a Dask cluster: a real scheduler, real workers, one of which is lost."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from classes import SERIAL
from command_line import edited, environment, grades_of, hand_in, results, run, scripts, start, wait_until

pytest.importorskip("distributed")


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """The address of a scheduler, which has no workers yet."""
    file = tmp_path / "scheduler.json"
    options = ["--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(file), "--no-dashboard"]
    process = _dask("scheduler", *options)
    wait_until(lambda: file.exists() and file.read_text().endswith("}"), process)
    yield json.loads(file.read_text())["address"]
    _end(process)


def _dask(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", "from dask.__main__ import main; main()", *arguments],
        env=environment(),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
    )


def _worker(scheduler: str, folder: Path) -> subprocess.Popen[str]:
    """Start a worker with one thread; without its nanny, so that one who is killed stays away."""
    return _dask(
        "worker", scheduler, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--local-directory", str(folder)
    )


def _end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()


@pytest.mark.full
def test_a_lost_worker_changes_no_grade(scheduler: str, tmp_path: Path) -> None:
    """A class that is graded by two workers, one of which is killed meanwhile, gets the grades that it gets here."""
    for number in range(5):
        hand_in(tmp_path / f"class/student{number}", edited(number))
    hand_in(tmp_path / "class/student5", scripts(applyasync=SERIAL))
    workers = [_worker(scheduler, tmp_path / f"worker{number}") for number in range(2)]
    grading = start("class", "--out", "there", "--scheduler", scheduler, cwd=tmp_path)
    wait_until(lambda: results(tmp_path / "there"), grading)
    _end(workers[0])
    _, troubles = grading.communicate()
    _end(workers[1])
    assert grading.returncode == 0, troubles
    run("class", "--out", "here", cwd=tmp_path)
    assert grades_of(tmp_path / "there") == grades_of(tmp_path / "here")


@pytest.mark.full
def test_a_cluster_is_started_for_local(tmp_path: Path) -> None:
    """--scheduler local starts a cluster on this machine, and ends it."""
    hand_in(tmp_path / "class/alice", scripts())
    result = run("class", "--out", "report", "--scheduler", "local", "--jobs", 1, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "1 of 1 graded, 100.0 of 100 points on average" in result.stdout


@pytest.mark.full
def test_what_is_graded_on_a_cluster_is_not_graded_here_again(scheduler: str, tmp_path: Path) -> None:
    """Results of both go into one store: a class is graded in part there and in part here."""
    hand_in(tmp_path / "class/alice", scripts())
    worker = _worker(scheduler, tmp_path / "worker")
    run("class", "--out", "report", "--scheduler", scheduler, cwd=tmp_path)
    _end(worker)
    before = [(file.name, file.stat().st_mtime_ns) for file in results(tmp_path / "report")]
    run("class", "--out", "report", cwd=tmp_path)
    assert [(file.name, file.stat().st_mtime_ns) for file in results(tmp_path / "report")] == before != []


def test_a_scheduler_that_is_none_is_told(tmp_path: Path) -> None:
    """An address where nobody answers is named, with what was tried."""
    hand_in(tmp_path / "class/alice", scripts())
    result = run("class", "--out", "report", "--scheduler", "tcp://127.0.0.1:9", cwd=tmp_path)
    assert result.returncode == 2
    assert result.stderr.startswith("grader: --scheduler tcp://127.0.0.1:9: nobody answers there ([Errno 111] ")
    assert "Traceback" not in result.stderr
