"""`grader grade`, as an instructor types it: a class, its report, and what bad input gets."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
import shutil
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from classes import SERIAL, SOLUTIONS, STUBS, packed
from command_line import grades_of, hand_in, results, run, scripts

from grader.cli import main

KEPT = "what is graded is kept. Mend that, and give the same command again."


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
        "  dave  none of the scripts was handed in, but essay.pdf\n"
        "the report: report/index.html\n"
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
    assert (late["id"], late["expected"]) == ("test_both_calls_sleep_at_the_same_time", "both results after 1 s")
    assert (tmp_path / "report/students/bob/submitted/applyasync.py").read_bytes() == SERIAL


@pytest.mark.full
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
    (tmp_path / "report/students/.DS_Store").write_bytes(b"of a file manager")
    (tmp_path / "report/students/alice/submitted/__pycache__").mkdir()
    again = run("class", "--out", "report", "--force", "--only", "alice", cwd=tmp_path)
    assert again.stdout.startswith("folders, one for each student, 10 files, 4 students\n3 of 4 graded")
    assert not (tmp_path / "report/students/alice/submitted/__pycache__").exists()
    third = {file.name: file.stat().st_mtime_ns for file in (tmp_path / "report/.grader/results").iterdir()}
    assert len(third.items() - second.items()) == 1


@pytest.mark.full
@pytest.mark.parametrize(
    ("pattern", "remark"),
    [
        ("*a*", "1 submission was not asked for (--only), and is not in this report"),
        ("alice", "2 submissions were not asked for (--only), and are not in this report"),
    ],
    ids=["one", "two"],
)
def test_who_was_not_asked_for_is_counted(small: Path, tmp_path: Path, pattern: str, remark: str) -> None:
    """A report that lacks somebody says so; who could not be graded at all is in it whoever is asked for."""
    result = run("class", "--out", "report", "--only", pattern, cwd=tmp_path)
    assert result.stdout.splitlines()[1] == f"note: {remark}"


def test_a_report_among_the_submissions_is_no_student(small: Path) -> None:
    """Whoever stands in the class writes the report there; the next grading finds the same students."""
    for _ in range(2):
        result = run(".", "--out", "report", cwd=small)
        assert result.stdout.startswith("folders, one for each student, 10 files, 4 students\n"), result.stderr
    assert [each["id"] for each in grades_of(small / "report")["submissions"]] == ["alice", "bob", "carol", "dave"]


@pytest.mark.full
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


REFUSED: dict[str, tuple[dict[str, bytes], list[str], str]] = {
    "no such folder": (
        {},
        ["nowhere"],
        "there is no folder or archive nowhere",
    ),
    "nothing recognisable": (
        {"class/a.pdf": b"", "class/b/c.docx": b"", "class/d.txt": b"", "class/e.txt": b""},
        ["class"],
        "nothing in class can be graded: looked for poolapply.py, applyasync.py, future.py in a folder or an archive "
        "for each student, or a download of Canvas, Moodle, Gradescope or GitHub Classroom; "
        "found 4 files: a.pdf, b/c.docx, d.txt and 1 more",
    ),
    "an empty folder": (
        {"class/__MACOSX/x": b""},
        ["class"],
        "nothing in class can be graded: looked for poolapply.py, applyasync.py, future.py in a folder or an archive "
        "for each student, or a download of Canvas, Moodle, Gradescope or GitHub Classroom; found no file",
    ),
    "an archive that is none": (
        {"class.zip": b"hello"},
        ["class.zip"],
        "class.zip is no archive, whatever its name says",
    ),
    "a file that does not look like an archive": (
        {"note.txt": b"hello"},
        ["note.txt"],
        "note.txt is neither a folder nor an archive: give a folder or an archive for each student, "
        "or a download of Canvas, Moodle, Gradescope or GitHub Classroom",
    ),
    "an out folder that is not ours": (
        {"class/alice/future.py": b"x", "report/thesis.tex": b"x"},
        ["class"],
        "--out report is not empty, and no earlier report (thesis.tex lies in it): name another folder",
    ),
    "an out folder that is a file": (
        {"class/alice/future.py": b"x", "report": b"x"},
        ["class"],
        "--out report is a file: name a folder",
    ),
    "no such format": (
        {"class/alice/future.py": b"x"},
        ["class", "--format", "pdf"],
        "--format pdf: there is no such format; there are junit, ctrf, classroom50",
    ),
    "nobody of that name": (
        {"class/alice/future.py": b"x", "class/bob/future.py": b"x"},
        ["class", "--only", "carol"],
        "--only carol: there is nobody of this id, name or key; there are alice, bob",
    ),
    "one name of two": (
        {"class/alice/future.py": b"x", "class/bob/future.py": b"x"},
        ["class", "--only", "alice", "--only", "bbo"],
        "--only bbo: there is nobody of this id, name or key; did you mean bob?",
    ),
    "a name with a slip": (
        {"class/alice/future.py": b"x", "class/bob/future.py": b"x"},
        ["class", "--only", "allice"],
        "--only allice: there is nobody of this id, name or key; did you mean alice?",
    ),
    "no such gradebook": (
        {"class/alice/future.py": b"x"},
        ["class", "--gradebook", "book.csv"],
        "--gradebook book.csv cannot be read: No such file or directory",
    ),
    "a gradebook of another course": (
        {
            "class/doejane_12345_1_future.py": b"x",
            "book.csv": b"Student,ID,Section,Pools (4711)\n    Points Possible,,,100\n"
            b'"Roe, Max",99,S1,\n"Li, Lei",98,S1,\n',
        },
        ["class", "--gradebook", "book.csv"],
        "--gradebook book.csv: the gradebook is of another course: none of its students is in this class. "
        'It has "Roe, Max", "Li, Lei"; the class has "doejane"',
    ),
    "a column of no gradebook": (
        {"class/alice/future.py": b"x"},
        ["class", "--column", "Pools"],
        "--column 'Pools' names an assignment in a gradebook: give the gradebook with --gradebook FILE, "
        "or leave --column out",
    ),
    "a column of a worksheet": (
        {"class/alice/future.py": b"x", "book.csv": b"Identifier,Full name,Grade\nParticipant 1,alice,\n"},
        ["class", "--gradebook", "book.csv", "--column", "Pools"],
        "--gradebook book.csv: a Moodle grading worksheet is of one assignment only: leave --column out",
    ),
    "several assignments": (
        {"class/alice/future.py": b"x", "book.csv": b"Student,ID,Section,Pools (1),Quiz (2)\nalice,1,,,\n"},
        ["class", "--gradebook", "book.csv"],
        "--gradebook book.csv: the gradebook has several assignments: say with --column which one is meant: "
        '"Pools (1)", "Quiz (2)"',
    ),
    "a worksheet of another assignment": (
        {
            "class/Jane Doe_501_assignsubmission_file/future.py": b"x",
            "class/Max Roe_502_assignsubmission_file/future.py": b"x",
            "book.csv": b"Identifier,Full name,Grade\nParticipant 901,Jane Doe,88\nParticipant 902,Max Roe,77\n",
        },
        ["class", "--gradebook", "book.csv"],
        "--gradebook book.csv: the worksheet is of another assignment: none of its Identifiers is that of a "
        'submission. It has "Jane Doe (Participant 901)", "Max Roe (Participant 902)"; the class has "Jane Doe (501)", '
        '"Max Roe (502)". Download the worksheet of the assignment whose submissions these are',
    ),
    "no number of jobs": (
        {"class/alice/future.py": b"x"},
        ["class", "--jobs", "0"],
        "--jobs 0: expected a whole number from 1 to 1024",
    ),
    "a bad setting": (
        {"class/alice/future.py": b"x", "pyproject.toml": b'[tool.grader]\nclock = "wall"\n'},
        ["class"],
        "clock = 'wall' in [tool.grader] of pyproject.toml: expected 'virtual' or 'real'",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_used_is_told_and_nothing_is_touched(name: str, tmp_path: Path) -> None:
    """Bad input gets one clear message and exit status 2, without a traceback; no file is made or changed."""
    files, arguments, message = REFUSED[name]
    for file, content in files.items():
        (tmp_path / file).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / file).write_bytes(content)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    result = run(*arguments, "--out", "report", "--quiet", cwd=tmp_path)
    assert (result.returncode, result.stdout, result.stderr) == (2, "", f"grader: {message}\n")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_an_out_folder_without_a_name_is_refused(tmp_path: Path) -> None:
    """As `--out "$REPORT"` gives it where nobody has set the variable: it would be the present folder."""
    hand_in(tmp_path / "class/alice", {"future.py": b"pass"})
    (tmp_path / "empty").mkdir()
    result = run("../class", "--out", "", cwd=tmp_path / "empty")
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr == "grader: --out: name a folder; . is the one where you are\n"
    assert list((tmp_path / "empty").iterdir()) == []


UNGRADABLE = {
    "rar": ({"all.rar": b"Rar!"}, "all.rar is an archive in a format that cannot be read: zip, tar.gz or tar.xz are"),
    "bomb": (
        {"all.zip": packed({"future.py": bytes(12 << 20)})},
        "all.zip grows to more than 200 times its size: it is a bomb",
    ),
    "broken": ({"all.zip": packed({"future.py": b"x"})[:-30]}, "all.zip is damaged: it has no table of contents"),
    "nested": (
        {"all.zip": packed({"1.zip": packed({"2.zip": packed({"3.zip": packed({"future.py": b"x"})})})})},
        "3.zip was not unpacked: it lies in archives in archives",
    ),
    "notebook": (
        {"future.ipynb": b"{}"},
        "future.ipynb stands in place of future.py and is no notebook: it has no code cells",
    ),
    "text": ({"onlinetext.html": b"<p>def"}, "none of the scripts was handed in, but onlinetext.html"),
    "litter": ({"Thumbs.db": b""}, "nothing was handed in"),
    "nothing": ({}, "nothing was handed in"),
    "outside": (
        {"all.zip": packed({"../future.py": b"x"})},
        "'../future.py' was left out of the archive: it is named with a path that leads out of the archive",
    ),
}


def test_who_cannot_be_graded_is_told_why_and_harms_nobody(tmp_path: Path) -> None:
    """Each submission that cannot be graded says why, the neighbours are graded, and the exit status is 0."""
    hand_in(tmp_path / "class/alice", scripts())
    for name, (files, _) in UNGRADABLE.items():
        hand_in(tmp_path / "class" / name, files)
    result = run("class", "--out", "report", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    submissions = {each["id"]: each for each in grades_of(tmp_path / "report")["submissions"]}
    assert submissions["alice"]["score"] == 100
    assert {name: submissions[name]["reason"] for name in UNGRADABLE} == {
        name: reason for name, (_, reason) in UNGRADABLE.items()
    }


def test_classroom50_takes_one_submission(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its environment names one owner: a class is refused before it is graded, and one submission gets its result."""
    for name in ("CLASSROOM", "ASSIGNMENT", "SUBMISSION_TAG", "USERNAME", "COMMIT_URL", "RELEASE_URL", "REVIEW_URL"):
        monkeypatch.setenv(name, "alice")
    hand_in(tmp_path / "class/alice", {"future.py": b"pass"})
    hand_in(tmp_path / "class/bob", {"future.py": b"pass"})
    words = ["grade", "class", "--out", "report", "--format", "classroom50"]
    monkeypatch.setattr("sys.argv", ["grader", *words])
    monkeypatch.chdir(tmp_path)
    assert main() == 2
    said = (
        "grader: --format classroom50 is for one submission, in the autograder.py of Classroom 50, and here are 2: "
        "its result.json would name the same owner for each\n"
    )
    assert (*capsys.readouterr(), (tmp_path / "report").exists()) == ("", said, False)
    shutil.rmtree(tmp_path / "class/bob")
    assert main() == 0
    (result,) = (tmp_path / "report").rglob("result.json")
    assert json.loads(result.read_text("utf-8"))["owner"] == "alice"


@pytest.mark.full
def test_a_full_disk_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """When the disk is full, that is said, and what is graded is kept for the next run."""
    hand_in(tmp_path / "class/alice", scripts())
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "grades.json")
    with monkeypatch.context() as patched:
        patched.setattr("grader.commands.grade.write_all", Mock(side_effect=full))
        patched.setattr("sys.argv", ["grader", "grade", f"{tmp_path}/class", "--out", f"{tmp_path}/report", "--quiet"])
        patched.chdir(tmp_path)
        assert main() == 1
    said = "grader: the disk is full: what is graded is kept. Make room, and give the same command again.\n"
    assert capsys.readouterr().err == said
    kept = [file.stat().st_mtime_ns for file in results(tmp_path / "report")]
    assert run("class", "--out", "report", cwd=tmp_path).returncode == 0
    assert [file.stat().st_mtime_ns for file in results(tmp_path / "report")] == kept != []
    assert grades_of(tmp_path / "report")["submissions"][0]["score"] == 100


@pytest.mark.full
@pytest.mark.parametrize(
    ("place", "message"),
    [
        (".grader/lock", "--out report cannot be written: report/.grader/lock: Is a directory"),
        ("grades.json", f"report/grades.json: Is a directory: {KEPT}"),
        (
            "students/alice/feedback.html.half-written",
            f"report/students/alice/feedback.html.half-written: Is a directory: {KEPT}",
        ),
        (".grader/results/x.half-written", f"report/.grader/results/x.half-written: Is a directory: {KEPT}"),
    ],
)
def test_a_report_that_cannot_be_written_is_told_and_loses_nothing(place: str, message: str, tmp_path: Path) -> None:
    """What the system refuses is named with its reason in one line; when that is mended, the grading goes on."""
    hand_in(tmp_path / "class/alice", {"future.py": b"pass"})
    blocked = tmp_path / "report" / place
    blocked.mkdir(parents=True)
    (tmp_path / "report/.grader").mkdir(exist_ok=True)
    result = run("class", "--out", "report", "--quiet", cwd=tmp_path)
    status = 2 if message.startswith("--out") else 1
    said = result.stderr.replace(f"{tmp_path}{os.sep}", "")  # filelock makes paths absolute
    assert (result.returncode, result.stdout, said) == (status, "", f"grader: {message}\n")
    kept = [file.stat().st_mtime_ns for file in results(tmp_path / "report")]
    blocked.rmdir()
    assert run("class", "--out", "report", "--quiet", cwd=tmp_path).returncode == 0
    assert [file.stat().st_mtime_ns for file in results(tmp_path / "report")][: len(kept)] == kept
    assert (tmp_path / "report/students/alice/feedback.html").is_file()


@pytest.mark.parametrize(
    ("file", "path"),
    [("{key}.json", "report/.grader/results/{key}.json.half-written"), ("index.html", "report/index.html")],
    ids=["to open it", "to write to it"],
)
def test_a_file_that_may_not_be_written_is_named(
    file: str, path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whether the system refuses to open a file, or to write to it, which it then does not name, the path is told."""
    hand_in(tmp_path / "class/alice", {"future.py": b"pass"})

    class Refusing(io.StringIO):
        def writelines(self, pieces: object) -> None:
            raise OSError(errno.EIO, os.strerror(errno.EIO))

    def refuse(name: Path, *arguments: Any, **options: Any) -> Any:
        if name.parent.name == "results" and file == "{key}.json":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), os.fspath(name))
        return Refusing() if name.name.startswith(file) else open(name, *arguments, **options)

    monkeypatch.setattr("grader.classroom.store.open", refuse, raising=False)
    monkeypatch.setattr("sys.argv", ["grader", "grade", "class", "--out", "report", "--quiet"])
    monkeypatch.chdir(tmp_path)
    assert main() == 1
    said = re.sub("[0-9a-f]{32,}", "{key}", capsys.readouterr().err)
    reason = os.strerror(errno.EIO if file == "index.html" else errno.EACCES)
    assert said == f"grader: {path}: {reason}: {KEPT}\n"


def test_a_gradebook_is_filled(tmp_path: Path) -> None:
    """The instructor's gradebook comes back with the grades; who is on one side only is listed."""
    hand_in(tmp_path / "class", {f"doejane_12345_{n}_{name}": text for n, (name, text) in enumerate(scripts().items())})
    (tmp_path / "class/roemax_777_9_future.py").write_bytes(b"")
    book = "Student,ID,SIS User ID,Section,Pools (4711)\n    Points Possible,,,,100\n"
    book += '"Doe, Jane",12345,s1,S1,\n"Li, Lei",5,s2,S1,\n'
    (tmp_path / "book.csv").write_text(book, "utf-8")
    result = run("class", "--out", "report", "--gradebook", "book.csv", cwd=tmp_path)
    assert result.stdout.splitlines()[2:] == [
        "Canvas gradebook: 1 grade in the column 'Pools (4711)', joined by ID",
        "  in the class, but not in the gradebook: roemax",
        "  in the gradebook, but nothing was handed in: Li, Lei",
        "the report: report/index.html",
    ]
    assert (tmp_path / "report/gradebook.csv").read_text("utf-8") == book.replace("s1,S1,", "s1,S1,100")
    assert (tmp_path / "book.csv").read_text("utf-8") == book


@pytest.mark.full
def test_what_an_earlier_run_wrote_does_not_outlive_it(tmp_path: Path) -> None:
    """A gradebook and formats that this run was not asked for would show grades that are no more: they go.

    What somebody else has put into the report stays, a folder of such a name, too.
    """
    hand_in(tmp_path / "class/ada", {"future.py": b"x"})
    (tmp_path / "book.csv").write_text("Student,ID,SIS Login ID,Section,Pools (1)\nAda,1,ada,,\n", "utf-8")
    report = tmp_path / "report"
    run("class", "--out", "report", "--gradebook", "book.csv", "--format", "junit", cwd=tmp_path)
    assert all((report / name).is_file() for name in ("gradebook.csv", "gradebook.txt", "junit.xml"))
    kept = ["ctrf.json/mine.txt", "gradebook.ods", "notes/junit.xml", "students/result.json"]
    for name in kept:
        (report / name).parent.mkdir(exist_ok=True)
        (report / name).write_bytes(b"of the instructor")
    (report / "students/ada/result.json").write_bytes(b"of a run with --format classroom50")
    (tmp_path / "class/ada/future.py").write_bytes(b"y")
    result = run("class", "--out", "report", "--quiet", cwd=tmp_path)
    assert (result.returncode, result.stderr) == (0, "")
    files = [path.relative_to(report).as_posix() for path in report.rglob("*") if path.is_file()]
    assert sorted(name for name in files if not name.startswith(".grader/")) == sorted(
        [
            *("grades.csv", "grades.json", "index.html"),
            *(f"students/ada/{name}" for name in ("feedback.html", "feedback.md", "results.json")),
            "students/ada/submitted/future.py",
            *kept,
        ]
    )


@pytest.mark.full
def test_what_this_run_writes_is_there_after_it(tmp_path: Path) -> None:
    """The outputs that are asked for again are those of this run."""
    hand_in(tmp_path / "class/ada", {"future.py": b"x"})
    (tmp_path / "book.csv").write_text("Student,ID,SIS Login ID,Section,Pools (1)\nAda,1,ada,,\n", "utf-8")
    for _ in range(2):
        run("class", "--out", "report", "--gradebook", "book.csv", "--format", "junit", cwd=tmp_path)
        assert all((tmp_path / "report" / name).is_file() for name in ("gradebook.csv", "gradebook.txt", "junit.xml"))


@pytest.mark.full
def test_a_gradebook_is_filled_for_those_who_were_asked_for(tmp_path: Path) -> None:
    """With --only nobody else is said to have handed in nothing, and who has no row is no reason to refuse the book."""
    for name in ("ada", "bob", "eve"):
        hand_in(tmp_path / "class" / name, {"future.py": name.encode()})
    book = "Student,ID,SIS Login ID,Section,Pools (1)\nAda,1,ada,,\nBob,2,bob,,\nLi,3,li,,\n"
    (tmp_path / "book.csv").write_text(book, "utf-8")
    result = run("class", "--out", "report", "--gradebook", "book.csv", "--only", "ada", cwd=tmp_path)
    assert result.stdout.splitlines()[-4:] == [
        "Canvas gradebook: 1 grade in the column 'Pools (1)', joined by SIS Login ID",
        "  in the gradebook, but nothing was handed in: Li",
        "  not asked for (--only), and left as they were: Bob",
        "the report: report/index.html",
    ]
    result = run("class", "--out", "other", "--gradebook", "book.csv", "--only", "eve", cwd=tmp_path)
    assert (result.returncode, result.stdout.splitlines()[-5:]) == (
        0,
        [
            "Canvas gradebook: 0 grades in the column 'Pools (1)', joined by SIS Login ID",
            "  in the class, but not in the gradebook: eve",
            "  in the gradebook, but nothing was handed in: Li",
            "  not asked for (--only), and left as they were: Ada; Bob",
            "the report: other/index.html",
        ],
    )
