"""A grading that is stopped, at any moment and in any way, goes on where it was."""

from __future__ import annotations

import shutil
import signal
import subprocess
from pathlib import Path

import psutil
import pytest
from classes import SERIAL
from command_line import PATIENCE, edited, grades_of, hand_in, results, run, scripts, start, wait_until

pytestmark = pytest.mark.full


@pytest.fixture(scope="module")
def class_of_five(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Five different submissions, one of which is serial and one of which cannot be graded."""
    folder = tmp_path_factory.mktemp("resume") / "class"
    for number in range(3):
        hand_in(folder / f"student{number}", edited(number))
    hand_in(folder / "student3", scripts(applyasync=SERIAL, future=b"print 'Process 4711'\n"))
    hand_in(folder / "student4", {"notes.md": b"sorry"})
    return folder


@pytest.fixture(scope="module")
def undisturbed(class_of_five: Path) -> dict[str, object]:
    """The grades of a run that nobody stopped."""
    run("class", "--out", "undisturbed", "--jobs", 2, cwd=class_of_five.parent)
    return grades_of(class_of_five.parent / "undisturbed")


@pytest.mark.parametrize("when", [0, 1, 3], ids=["before the first result", "after one", "after three"])
def test_a_killed_run_goes_on(class_of_five: Path, undisturbed: object, when: int, tmp_path: Path) -> None:
    """kill -9 leaves no process behind, and the next run ends with the grades of one that nobody stopped."""
    killed = start(class_of_five, "--out", "report", "--jobs", 2, cwd=tmp_path)
    report = tmp_path / "report"
    wait_until(lambda: (report / ".grader/lock").exists() and len(results(report)) >= when, killed)
    family = psutil.Process(killed.pid).children(recursive=True)
    killed.kill()
    killed.communicate()
    assert psutil.wait_procs(family, PATIENCE)[1] == []
    kept = {file.name: file.stat().st_mtime_ns for file in results(report)}
    resumed = run(class_of_five, "--out", "report", "--jobs", 2, cwd=tmp_path)
    assert resumed.returncode == 0, resumed.stderr
    assert grades_of(report) == undisturbed
    now = {file.name: file.stat().st_mtime_ns for file in results(report)}
    assert kept.items() <= now.items()


@pytest.fixture
def long_class(class_of_five: Path, tmp_path: Path) -> Path:
    """The same five and many others, with which nobody is through before it can be stopped."""
    folder = tmp_path / "class"
    shutil.copytree(class_of_five, folder)
    for number in range(100, 140):
        hand_in(folder / f"student{number}", edited(number))
    return folder


def test_ctrl_c_ends_at_once_and_says_how_to_go_on(
    class_of_five: Path, long_class: Path, undisturbed: object, tmp_path: Path
) -> None:
    """Ctrl-C keeps what is done, leaves no process behind, says how to go on, and has the exit status of its kind."""
    stopped = start(long_class, "--out", "report", "--jobs", 1, cwd=tmp_path)
    wait_until(lambda: results(tmp_path / "report"), stopped)
    family = psutil.Process(stopped.pid).children(recursive=True)
    stopped.send_signal(signal.SIGINT)
    _, said = stopped.communicate(timeout=PATIENCE)
    assert said.endswith("stopped: what is graded is kept. To go on, give the same command again.\n")
    assert stopped.returncode == 130
    assert psutil.wait_procs(family, PATIENCE)[1] == []
    run(class_of_five, "--out", "report", "--jobs", 2, cwd=tmp_path)  # the others have left the class
    assert grades_of(tmp_path / "report") == undisturbed


def test_a_report_is_written_by_one_grading_at_a_time(long_class: Path, tmp_path: Path) -> None:
    """A second grading into the same report is refused as long as the first one goes on."""
    first = start(long_class, "--out", "report", cwd=tmp_path)
    wait_until(lambda: results(tmp_path / "report"), first)
    second = run(long_class, "--out", "report", cwd=tmp_path)
    assert (second.returncode, second.stdout) == (2, "")
    assert second.stderr == "grader: --out report is in use: another `grader grade` writes it\n"
    first.send_signal(signal.SIGINT)
    first.communicate(timeout=PATIENCE)


def test_a_desk_that_is_killed_costs_its_submission_only(class_of_five: Path, tmp_path: Path) -> None:
    """When the process that grades a submission is killed, that is said of this one; the others are graded."""
    grading = start(class_of_five, "--out", "report", "--jobs", 1, cwd=tmp_path)
    wait_until(lambda: results(tmp_path / "report"), grading)
    desk = next(each for each in psutil.Process(grading.pid).children() if "warm.main" in " ".join(each.cmdline()))
    desk.kill()
    said, troubles = grading.communicate(timeout=PATIENCE)
    reason = "the grader itself failed: the process that graded it was killed by SIGKILL"
    assert grading.returncode == 1
    assert reason in troubles
    failed = [each for each in grades_of(tmp_path / "report")["submissions"] if each["grader_failed"]]
    assert [each["reason"] for each in failed] == [reason]
    assert "3 of 5 graded" in said
    again: subprocess.CompletedProcess[str] = run(class_of_five, "--out", "report", cwd=tmp_path)
    assert again.returncode == 0
    assert "4 of 5 graded" in again.stdout
