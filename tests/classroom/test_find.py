"""Finding the submissions of a class of twenty, in whatever an LMS handed out."""

from __future__ import annotations

import errno
from pathlib import Path
from unittest.mock import Mock

import pytest
from classes import LAYOUTS, SOLUTIONS, STUDENTS, TITLES, zipped

from grader.classroom.files import File
from grader.classroom.find import Class, Found, find


def found_in(given: Path, tmp_path: Path) -> tuple[Class, list[Found]]:
    """Return what is found in a folder or an archive."""
    found = find(given, tmp_path / "work")
    return found, list(found.submissions())


@pytest.mark.parametrize("as_zip", [False, True], ids=["folder", "zip"])
@pytest.mark.parametrize("name", LAYOUTS)
def test_a_class_of_twenty_is_found(name: str, as_zip: bool, tmp_path: Path) -> None:
    """Every layout, as a folder or as the zip that was downloaded: twenty students, with all of their scripts."""
    LAYOUTS[name](tmp_path / "given")
    given = zipped(tmp_path / "given") if as_zip else tmp_path / "given"
    found, submissions = found_in(given, tmp_path)
    assert found.in_a_line() == TITLES[name]
    assert found.remarks == []
    assert sum(len(each.ids) for each in submissions) == len(STUDENTS)
    assert all(each.chosen.scripts == SOLUTIONS for each in submissions)
    assert all(each.reason is None for each in submissions)
    ids = [student for each in submissions for student in each.ids]
    assert len({each.casefold() for each in ids}) == len(STUDENTS)
    assert not any(set(each) & set('/\\:*?"<>|.') for each in ids)


KEYS = {
    **{
        name: [str(student.number) for student in STUDENTS]
        for name in ("canvas", "moodle", "moodle_flat", "gradescope")
    },
    **{name: [student.user for student in STUDENTS] for name in ("github", "classroom50", "folders", "archives")},
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_each_student_has_the_key_of_the_gradebook(name: str, tmp_path: Path) -> None:
    """The keys are those by which the system's own gradebook knows its students."""
    LAYOUTS[name](tmp_path / "given")
    _, submissions = found_in(tmp_path / "given", tmp_path)
    assert sorted(owner.key or "" for each in submissions for owner in each.owners) == sorted(KEYS[name])


def test_members_of_a_group_share_a_submission(tmp_path: Path) -> None:
    """Two submitters of one folder are two students of one submission, with their own names, keys and addresses."""
    LAYOUTS["gradescope"](tmp_path / "given")
    _, submissions = found_in(tmp_path / "given", tmp_path)
    both = next(each for each in submissions if len(each.owners) == 2)
    assert both.ids == ["jane-doe-12000", "jane-doe-12001"]
    assert [owner.name for owner in both.owners] == ["Jane Doe", "Jane Doe"]
    assert both.owners[1].keys == {"email": "user-12001@uni.example", "sid": "12001"}


def test_a_file_that_cannot_be_read_is_no_fault_of_the_student(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where this machine cannot read a script the submission is not graded, and that is the grader's trouble."""
    LAYOUTS["folders"](tmp_path / "given")
    monkeypatch.setattr(File, "read", Mock(side_effect=PermissionError(errno.EACCES, "Permission denied")))
    _, submissions = found_in(tmp_path / "given", tmp_path)
    assert {(each.reason, each.unreadable) for each in submissions} == {
        ("a file cannot be read: Permission denied", True)
    }


def test_an_archive_that_cannot_be_read_is_no_fault_either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is graded when whoever grades may read it."""
    LAYOUTS["archives"](tmp_path / "given")
    monkeypatch.setattr(
        "grader.classroom.find.unpack", Mock(side_effect=PermissionError(errno.EACCES, "Permission denied"))
    )
    _, submissions = found_in(tmp_path / "given", tmp_path)
    assert {(each.reason, each.unreadable) for each in submissions} == {
        ("an archive cannot be read: Permission denied", True)
    }


def test_a_student_may_hand_in_nothing(tmp_path: Path) -> None:
    """An empty folder among those of the students is one of them, with nothing in it."""
    LAYOUTS["folders"](tmp_path / "given")
    (tmp_path / "given/zoe/empty").mkdir(parents=True)
    (tmp_path / "given/zoe/Thumbs.db").write_text("litter")
    _, submissions = found_in(tmp_path / "given", tmp_path)
    assert (submissions[-1].ids, submissions[-1].reason) == (["zoe"], "nothing was handed in")


def test_a_late_mark_is_kept(tmp_path: Path) -> None:
    """Canvas marks who was late in the names of the files."""
    LAYOUTS["canvas"](tmp_path / "given")
    _, submissions = found_in(tmp_path / "given", tmp_path)
    assert [each.owners[0].key for each in submissions if each.late] == ["12003"]
