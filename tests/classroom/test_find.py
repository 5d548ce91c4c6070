"""Finding the submissions of a class of twenty, in whatever an LMS handed out."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from unittest.mock import Mock

import pytest
from classes import LAYOUTS, SOLUTIONS, STUDENTS, TITLES, packed, zipped
from command_line import hand_in

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


OLD, NEW = {"poolapply.py": b"old"}, {"poolapply.py": b"new"}


@pytest.mark.parametrize(
    ("uploads", "note"),
    [
        (
            {"a_5_15_hw.zip": OLD, "a_5_20_hw-1.zip": NEW},
            "poolapply.py of hw-1.zip was graded, and not that of hw.zip: "
            "it is the newest, by the number of its archive",
        ),
        (
            {"a_5_15_hw.zip": OLD, "a_5_20_hw-2.zip": {"hw/PoolApply.py": b"new"}},
            "hw/PoolApply.py of hw-2.zip was graded, and not poolapply.py of hw.zip: "
            "it is the newest, by the number of its archive",
        ),
        (
            {"a_5_15_hw-3.zip": {"exercises/poolapply.py": b"old"}, "a_5_20_final.zip": {"poolapply.txt": b"new"}},
            "poolapply.txt of final.zip was graded, and not exercises/poolapply.py of hw-3.zip: it is the newest",
        ),
        (
            {"a_5_15_1.zip": OLD, "a_5_16_2.zip": {"poolapply.py": b"older"}, "a_5_20_all.zip": NEW},
            "poolapply.py of all.zip was graded, and not those of 1.zip, 2.zip: it is the newest",
        ),
        (
            {"a_5_15_poolapply.py": b"old", "a_5_20_rest.zip": {"rest/poolapply.py": b"new"}},
            "rest/poolapply.py of rest.zip was graded, and not poolapply.py: it is the newest",
        ),
        (
            {"a_5_20_poolapply.py": b"new", "a_5_15_rest.zip": OLD},
            "poolapply.py was graded, and not that of rest.zip: it is the newest",
        ),
        (
            {"a_5_15_all.zip": {"hw.zip": packed(OLD), "hw-1.zip": packed(NEW)}},
            "poolapply.py of all.zip/hw-1.zip was graded, and not that of all.zip/hw.zip: "
            "it is the newest, by the number of its archive",
        ),
    ],
    ids=["number", "depth", "upload", "several", "newer archive", "newer file", "archives in an archive"],
)
def test_the_archive_that_was_handed_in_last_is_graded(
    uploads: dict[str, bytes | dict[str, bytes]], note: str, tmp_path: Path
) -> None:
    """A second archive of a student replaces the first, as a second file does, and the notes name both."""
    (tmp_path / "given").mkdir()
    for name, content in {**uploads, "b_6_1_future.py": b"x"}.items():
        (tmp_path / "given" / name).write_bytes(packed(content) if isinstance(content, dict) else content)
    _, submissions = found_in(tmp_path / "given", tmp_path)
    assert submissions[0].chosen.scripts == {"poolapply": b"new"}
    assert submissions[0].chosen.notes == [note]


def test_without_uploads_the_newest_archive_is_graded(tmp_path: Path) -> None:
    """In folders the archives' own times tell, and not those of the files that were packed in them."""
    hand_in(tmp_path / "given/ann", {"z.zip": packed(OLD), "b.zip": packed(NEW)})
    os.utime(tmp_path / "given/ann/z.zip", (1000, 1000))
    hand_in(tmp_path / "given/bob", NEW)
    _, submissions = found_in(tmp_path / "given", tmp_path)
    assert submissions[0].chosen.scripts == {"poolapply": b"new"}
    assert submissions[0].chosen.notes == ["poolapply.py of b.zip was graded, and not that of z.zip: it is the newest"]


SECTIONS = {
    "S1/alice": ["poolapply", "applyasync"],
    "S1/bob": ["future"],
    "S2/cy": ["poolapply", "future"],
    "S2/dan": ["poolapply", "future"],
}


def remarks_on(folders: dict[str, list[str]], tmp_path: Path) -> list[str]:
    """Return the remarks on a class in which each of these folders holds scripts, no two of them the same."""
    for folder, names in folders.items():
        hand_in(tmp_path / "given" / folder, {f"{name}.py": f"{folder} {name}".encode() for name in names})
    found, _ = found_in(tmp_path / "given", tmp_path)
    return found.remarks


def test_sections_are_not_taken_for_students_in_silence(tmp_path: Path) -> None:
    """One level of folders too many mixes students: when all have been looked at, it is said."""
    assert remarks_on(SECTIONS, tmp_path) == [
        "every submission holds scripts in several folders: S1 (alice, bob), S2 (cy, dan). "
        "It looks as if these are sections, and the folders in them are the students: grade each section by itself"
    ]


@pytest.mark.parametrize(
    "folders",
    [
        {f"{name}/{folder}": ["future"] for name in ("ann", "bob") for folder in ("old", "new")},
        {f"{name}/{name}{exercise}": [exercise] for name in ("ann", "bob") for exercise in SOLUTIONS},
        {**SECTIONS, "eve": ["future"]},
    ],
    ids=["the same folders in all", "a folder for each exercise", "one with scripts of its own"],
)
def test_a_class_with_folders_is_not_taken_for_sections(folders: dict[str, list[str]], tmp_path: Path) -> None:
    """Several folders in a submission are no students where something tells otherwise."""
    assert remarks_on(folders, tmp_path) == []


def test_what_only_looks_like_a_report_is_handed_in(tmp_path: Path) -> None:
    """A folder `.grader` makes nobody disappear; a whole report is passed over, and that is said."""
    for name, more in {"mallet": [], "trudy": ["grades.json"], "old": ["grades.json", "grades.csv"]}.items():
        hand_in(tmp_path / "given" / name, {"future.py": b"x", **dict.fromkeys(more, b"")})
        hand_in(tmp_path / "given" / name / ".grader", {"x": b""})
    found, submissions = found_in(tmp_path / "given", tmp_path)
    assert [each.ids for each in submissions] == [["mallet"], ["trudy"]]
    assert found.remarks == ["old is a report of the grader, and nothing that was handed in: it was passed over"]


def test_the_report_that_is_being_written_is_passed_over(tmp_path: Path) -> None:
    """It holds no grades yet, and is known by what is unpacked in it."""
    hand_in(tmp_path / "given/ann", {"future.py": b"x"})
    hand_in(tmp_path / "given/report/.grader", {"lock": b""})
    found = find(tmp_path / "given", tmp_path / "given/report/.grader/unpacked")
    assert (found.layout.title, found.remarks) == ("one submission", [])


def test_links_are_told(tmp_path: Path) -> None:
    """A link is never followed: a student's own is in their notes, one in place of a student in a remark."""
    hand_in(tmp_path / "given/ann", {"future.py": b"x"})
    hand_in(tmp_path / "given/hal", {"future.py": b"x"})
    (tmp_path / "given/hal/exercises").symlink_to("../ann")
    (tmp_path / "given/gil").symlink_to("ann")
    found, submissions = found_in(tmp_path / "given", tmp_path)
    assert found.remarks == ["gil is a link: it was not followed"]
    assert [each.chosen.notes for each in submissions] == [[], ["exercises is a link: it was not followed"]]
    (tmp_path / "given/ida").symlink_to("ann")
    assert find(tmp_path / "given", tmp_path / "work").remarks == ["gil, ida: each is a link: it was not followed"]


def test_what_is_no_file_and_what_lies_too_deep_is_told(tmp_path: Path) -> None:
    """Nothing that lies in a student's folder disappears."""
    hand_in(tmp_path / "given/ann" / Path(*"d" * 40), {"poolapply.py": b"x"})
    hand_in(tmp_path / "given/ann/src", {"future.py": b"x"})
    os.mkfifo(tmp_path / "given/ann/applyasync.py")
    hand_in(tmp_path / "given/bob", {"future.py": b"x"})
    _, submissions = found_in(tmp_path / "given", tmp_path)
    assert submissions[0].chosen.notes == [
        "applyasync.py is neither a file nor a folder: it was passed over",
        f"{'d/' * 29}d lies in more than 30 folders: it was not looked into",
    ]


def test_an_archive_that_cannot_be_read_is_a_student_too(tmp_path: Path) -> None:
    """In place of a student it is a submission that cannot be graded; beside scripts it is in the notes."""
    hand_in(tmp_path / "given", {"eve.rar": b"Rar!", "dan.7z": b"7z", "roster.gz": b""})
    hand_in(tmp_path / "given/ann", {"future.py": b"x", "more.7z": b"7z"})
    found, submissions = found_in(tmp_path / "given", tmp_path)
    reason = "is an archive in a format that cannot be read: zip, tar.gz or tar.xz are"
    assert [(each.ids, each.reason, each.chosen.notes) for each in submissions] == [
        (["ann"], None, [f"more.7z {reason}"]),
        (["dan"], f"dan.7z {reason}", []),
        (["eve"], f"eve.rar {reason}", []),
    ]
    assert found.remarks == ["1 file of nobody: roster.gz"]


def test_a_trouble_is_told_once(tmp_path: Path) -> None:
    """What is in the reason why nothing is graded is not repeated in the notes, and nothing is lost."""
    damaged = packed({"future.py": b"x"})[:-30]
    hand_in(tmp_path / "given", {"frank.zip": damaged})
    hand_in(tmp_path / "given/gus", {f"{number}.zip": damaged for number in range(5)})
    hand_in(tmp_path / "given/zoe", {"future.py": b"x"})
    _, (frank, gus, _) = found_in(tmp_path / "given", tmp_path)
    trouble = "zip is damaged: it has no table of contents"
    assert (frank.reason, frank.chosen.notes) == (f"frank.{trouble}", [])
    assert gus.reason == f"0.{trouble}; 1.{trouble}; 2.{trouble} and 2 more"
    assert gus.chosen.notes == [f"3.{trouble}", f"4.{trouble}"]


@pytest.mark.parametrize(
    ("metadata", "reason"),
    [
        (
            "submission_1:\n  :submitters:\n  - :name: Jane Doe\n  :sid: [unclosed\n",
            "expected ',' or ']', but got '<stream end>' in line 5",
        ),
        ("submission_1: \x01", "unacceptable character #x0001: special characters are not allowed"),
        ("submission_1: 2026-99-99", "month must be in 1..12"),
        ("[" * 9999, "maximum recursion depth exceeded"),
        ("", "it lists no submissions"),
        ("- 1", "it lists no submissions"),
    ],
    ids=["cut off", "control character", "date", "depth", "empty", "no submissions"],
)
def test_damaged_metadata_is_told(metadata: str, reason: str, tmp_path: Path) -> None:
    """Where Gradescope's list of names cannot be read, the folders' names stand for them, which is said with why."""
    hand_in(tmp_path / "given", {"submission_metadata.yml": metadata.encode()})
    hand_in(tmp_path / "given/submission_1", {"future.py": b"x"})
    found, submissions = found_in(tmp_path / "given", tmp_path)
    assert [each.ids for each in submissions] == [["submission-1"]]
    (remark,) = found.remarks
    assert remark.startswith(f"submission_metadata.yml cannot be read, so nobody's name is known: {reason}")
    assert remark.endswith(". Download the export again")


def test_a_folder_without_an_entry_in_the_metadata_is_told(tmp_path: Path) -> None:
    """It goes by its name, as does one whose entry names nobody."""
    metadata = b"submission_1:\n  :submitters:\n  - :name: Jane\nsubmission_2:\n  :submitters:\n  - :name:\n"
    hand_in(tmp_path / "given", {"submission_metadata.yml": metadata})
    for number in (1, 2, 3):
        hand_in(tmp_path / f"given/submission_{number}", {"future.py": b"x"})
    found, submissions = found_in(tmp_path / "given", tmp_path)
    assert [each.ids for each in submissions] == [["jane"], ["submission-2"], ["submission-3"]]
    assert found.remarks == [
        "submission_metadata.yml names nobody for folders, which go by their own names: submission_2, submission_3"
    ]


def test_a_folder_beside_an_archive_of_its_name_is_told(tmp_path: Path) -> None:
    """Both are taken for one student's, and whoever grades can see that."""
    hand_in(tmp_path / "given", {"ann.zip": packed({"future.py": b"x"}), "bob.zip": b"", "bob.tar.gz": b""})
    hand_in(tmp_path / "given/ann", {"poolapply.py": b"x"})
    _, (ann, bob) = found_in(tmp_path / "given", tmp_path)
    assert set(ann.chosen.scripts) == {"future", "poolapply"}
    assert ann.chosen.notes == ["ann/ and ann.zip were taken for one submission, by their name"]
    assert bob.reason == "bob.tar.gz is empty; bob.zip is empty"
    assert bob.chosen.notes == ["bob.tar.gz and bob.zip were taken for one submission, by their name"]
