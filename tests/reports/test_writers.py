"""A whole report: which files it consists of, and that nothing that students write can spoil it."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import pytest
from samples import everything, hostile

from grader.classroom.grades import FILE, Grades, folder_of, read
from grader.classroom.store import write_whole
from grader.errors import BadInput
from grader.reports.writers import ON_DEMAND, not_asked_for, require, write_all

AUTOGRADER = ("CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "USERNAME", "COMMIT_URL", "RELEASE_URL", "REVIEW_URL")


def write(grades: Grades, report: Path, *formats: str) -> list[str]:
    """Write a report, and return the names of its files."""
    for submission in grades.submissions:
        folder_of(report, submission).mkdir(parents=True)
    write_whole(report / FILE, grades.chunks())
    write_all(grades, report, list(formats))
    return sorted(str(file.relative_to(report)) for file in report.rglob("*") if file.is_file())


def test_a_report_has_these_files(tmp_path: Path) -> None:
    """For the class the grades, a table and a page; for each student a page, the same as Markdown, and results."""
    files = write(everything(), tmp_path)
    of_the_class = ["grades.csv", "grades.json", "index.html"]
    of_each = ["feedback.html", "feedback.md", "results.json"]
    students = [f"students/{each.id}/{name}" for each in everything().submissions for name in of_each]
    assert files == sorted([*of_the_class, *students])


def test_formats_add_theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """--format adds files to those that there are anyhow."""
    for name in AUTOGRADER:
        monkeypatch.setenv(name, "x")
    added = set(write(everything(), tmp_path, *ON_DEMAND)) - set(write(everything(), tmp_path / "plain"))
    of_each = {f"students/{each.id}/result.json" for each in everything().submissions}
    assert {name for name in added if not name.startswith("plain/")} == {"ctrf.json", "junit.xml", *of_each}


def test_every_file_of_a_format_is_known_as_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a format adds is found again where a later run is not asked for it."""
    for name in AUTOGRADER:
        monkeypatch.setenv(name, "x")
    added = set(write(everything(), tmp_path, *ON_DEMAND)) - {"grades.json"}
    plain = set(write(everything(), tmp_path / "plain"))
    found = {file.relative_to(tmp_path).as_posix() for file in not_asked_for(tmp_path, [])}
    assert found == added - plain
    assert list(not_asked_for(tmp_path, list(ON_DEMAND))) == []


@pytest.mark.parametrize(
    ("formats", "message"),
    [
        (["html5"], "--format html5: there is no such format; there are junit, ctrf, classroom50"),
        (
            ["classroom50"],
            "--format classroom50 works in the autograder.py of Classroom 50 only: CLASSROOM is not in the environment",
        ),
    ],
    ids=["unknown", "elsewhere"],
)
def test_a_format_that_cannot_be_written_is_told(
    formats: list[str], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bad format is refused before anything is graded."""
    monkeypatch.delenv("CLASSROOM", raising=False)
    with pytest.raises(BadInput, match=f"^{re.escape(message)}$"):
        require(formats)


def test_no_text_spoils_a_report(tmp_path: Path) -> None:
    """Whatever names and messages hold, every file is written whole, in UTF-8, and read again."""
    files = write(hostile(), tmp_path, "junit", "ctrf")
    assert len(files) == 5 + 3 * len(hostile().submissions)
    texts = {name: (tmp_path / name).read_bytes().decode() for name in files}
    for name, text in texts.items():
        assert not name.endswith(".json") or json.loads(text)
    assert [each.id for each in read(tmp_path).submissions] == [each.id for each in hostile().submissions]
    rows = list(csv.reader(io.StringIO(texts["grades.csv"].removeprefix("\ufeff"), newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
