"""`grader grade`, as an instructor types it: a class, its report, and what bad input gets."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from classes import SERIAL, SOLUTIONS, STUBS
from commands import grades_of, hand_in, run, scripts


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A class of four: one who solved it all, one serial, one who has not begun, one who sent something else."""
    hand_in(tmp_path / "class/alice", scripts())
    hand_in(tmp_path / "class/bob", scripts(applyasync=SERIAL))
    hand_in(tmp_path / "class/carol", scripts(**STUBS))
    hand_in(tmp_path / "class/dave", {"essay.pdf": b"%PDF-1.4"})
    return tmp_path / "class"


def test_a_class_is_graded(small: Path, tmp_path: Path) -> None:
    """Each student gets the grade that they would see, who cannot be graded is said, and the exit status is 0."""
    result = run("class", "--out", "report", "--jobs", "2", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert result.stdout == (
        "folders, one for each student, 10 files, 4 students\n"
        "3 of 4 graded, 63.7 of 100 points on average\n"
        "1 not gradable:\n"
        "  dave  none of the scripts was found; there is essay.pdf\n"
        "the report: report\n"
    )
    grades = grades_of(tmp_path / "report")
    assert {each["id"]: each["score"] for each in grades["submissions"]} == {
        "alice": 100,
        "bob": 91,
        "carol": 0,
        "dave": 0,
    }
    bob = grades["submissions"][1]
    late = next(check for check in bob["exercises"][1]["checks"] if check["status"] == "failed")
    assert late["hint"] == "start both calls first, then wait for them: get() and wait() hold up the master"
    assert (tmp_path / "report/students/bob/submitted/applyasync.py").read_bytes() == SERIAL


def test_what_has_not_changed_is_not_graded_again(small: Path, tmp_path: Path) -> None:
    """A second run takes what is known and grades only what changed; --force grades everything."""
    run("class", "--out", "report", cwd=tmp_path)
    first = {file.name: file.stat().st_mtime_ns for file in (tmp_path / "report/.grader/results").iterdir()}
    (small / "carol/applyasync.py").write_bytes(SOLUTIONS["applyasync"])
    run("class", "--out", "report", cwd=tmp_path)
    second = {file.name: file.stat().st_mtime_ns for file in (tmp_path / "report/.grader/results").iterdir()}
    assert first.items() <= second.items()
    assert len(second) == len(first) + 1
    assert grades_of(tmp_path / "report")["submissions"][2]["score"] == 30
    run("class", "--out", "report", "--force", "--only", "alice", cwd=tmp_path)
    third = {file.name: file.stat().st_mtime_ns for file in (tmp_path / "report/.grader/results").iterdir()}
    assert len(third.items() - second.items()) == 1


def test_the_table_holds_no_formulas(tmp_path: Path) -> None:
    """A name that a spreadsheet would run is text in grades.csv, and every alphabet comes through."""
    hand_in(tmp_path / "plain/=HYPERLINK(1)", scripts())
    hand_in(tmp_path / "plain/李雷", scripts())
    run("plain", "--out", "report", cwd=tmp_path)
    table = list(csv.reader(io.StringIO((tmp_path / "report/grades.csv").read_text("utf-8-sig"))))
    columns = "id name key email score max_score poolapply applyasync future status late notes"
    assert " ".join(table[0]) == columns
    assert [row[:6] for row in table[1:]] == [
        ["hyperlink-1", "'=HYPERLINK(1)", "'=HYPERLINK(1)", "", "100", "100"],
        ["李雷", "李雷", "李雷", "", "100", "100"],
    ]
