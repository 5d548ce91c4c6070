"""`grader show`: a class and a student in the terminal, as it is typed."""

from __future__ import annotations

from pathlib import Path

import pytest
from samples import a_class, a_submission, everything, hostile
from test_cli import grader_command

from grader.classroom.grades import Grades

pytestmark = pytest.mark.full

CLASS = """\
Canvas download: 4 students, 3 graded
median 4 of 17

who needs help: 3
  Zoë Stub  0  future not started
  李雷  not gradable  no script was found: there are notes.docx
  Bob Some  4 (4 not checked)  applyasync: Both calls sleep at the same time.

what the class did not get
  1 of 1  applyasync: Both calls sleep at the same time.
      most often (1): both results after 1 s

student   key              score  future  applyasync  first to mend
Ada Full  18                  17      17           -
Bob Some  18   4 (4 not checked)       -           4  applyasync: Both calls sleep at the same time.
Zoë Stub  18                   0       -           -  future not started
李雷      12        not gradable       -           -  no script was found: there are notes.docx
"""
BOB = """\
Bob Some (bob-some, late)
note: Future.py was taken for future.py

applyasync  4 / 17
  passed         4/4  slow_add returns x + y
  FAILED         0/9  Both calls sleep at the same time
    expected  both results after 1 s
    seen      both results after 1 s
              worker 1  slow_add(1, 6, 7)       |##########          |
              worker 2  both results after 1 s  |          ##########|
                                                0                  2 s
    hint      both results after 1 s
  not checked    0/4  Both calls are resolved in time
      this machine is too busy
  note: 2 processes were left running

score: 4 / 17, 4 not checked
next: in applyasync.py, make this true:
      "Both calls sleep at the same time."
"""


def write(grades: Grades, folder: Path) -> Path:
    """Write grades.json into a folder."""
    (folder / "grades.json").write_text("".join(grades.chunks()), "utf-8", errors="backslashreplace")
    return folder


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report of a class with every state that there is."""
    return write(everything(), tmp_path)


def shown(*arguments: object) -> str:
    """Return what the command writes, without blanks at the ends of lines."""
    result = grader_command("show", *arguments, COLUMNS="200")
    assert (result.returncode, result.stderr) == (0, "")
    return "".join(f"{line.rstrip()}\n" for line in result.stdout.splitlines())


def test_a_class_is_shown_whole(report: Path) -> None:
    """Who needs help and what was not understood come before the table, in plain text where it is no terminal."""
    assert shown(report) == CLASS


@pytest.mark.parametrize("name", ["bob-some", "Bob Some", "BOB", "some"])
def test_a_student_is_shown_whole(report: Path, name: str) -> None:
    """One student is found by id, name or a part of it, and shown with every message."""
    assert shown(report, name) == BOB


def test_who_was_not_graded_is_shown_with_the_reason(report: Path) -> None:
    """Of a submission that could not be graded the reason is shown."""
    assert shown(report, "12") == "李雷 (李雷)\nnot gradable: no script was found: there are notes.docx\n"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("bob-sum", "no student 'bob-sum' in this report: did you mean bob-some?"),
        ("xyz", "no student 'xyz' in this report: there are ada-full, bob-some, zoë-stub, 李雷"),
        ("b", "'b' may be several students: bob-some, zoë-stub"),
    ],
    ids=["misspelt", "nobody", "several"],
)
def test_who_is_not_found_is_told(report: Path, name: str, message: str) -> None:
    """A name that fits nobody, or several, is answered with those that there are."""
    result = grader_command("show", report, name)
    assert (result.returncode, result.stdout, result.stderr) == (2, "", f"grader: {message}\n")


@pytest.mark.parametrize(
    ("file", "content"),
    [("grades.csv", b"\xef\xbb\xbfid,name\n"), ("note.txt", b"x"), ("class.zip", b"PK\x03\x04\xff")],
)
def test_what_is_no_report_is_told_with_what_is_one(file: str, content: bytes, tmp_path: Path) -> None:
    """Another file, also one of a report, is answered with what to give, and not with what JSON lacks in it."""
    (tmp_path / file).write_bytes(content)
    result = grader_command("show", tmp_path / file)
    said = f"grader: {tmp_path / file} is no report: give the folder that --out named, or the grades.json in it\n"
    assert (result.returncode, result.stdout, result.stderr) == (2, "", said)


def test_a_damaged_report_is_told_with_the_damage(tmp_path: Path) -> None:
    """Where it is the right file, what is the matter with it is said."""
    (tmp_path / "grades.json").write_text('{"schema": ', "utf-8")
    result = grader_command("show", tmp_path)
    damage = "Expecting value: line 1 column 12 (char 11)"
    assert (result.returncode, result.stderr) == (2, f"grader: {tmp_path}/grades.json cannot be read: {damage}\n")


def test_an_id_wins_over_a_key_and_a_name_that_others_have_too(tmp_path: Path) -> None:
    """Two students of one name have ids that tell them apart, and the first one's is that name."""
    same = [a_submission("alice", key="alice"), a_submission("alice", id="alice-2", key="alice")]
    write(a_class(*same), tmp_path)
    assert shown(tmp_path, "alice").startswith("alice (alice)\n")
    assert shown(tmp_path, "alice-2").startswith("alice (alice-2)\n")
    result = grader_command("show", tmp_path, "Alice")
    assert result.stderr == "grader: 'Alice' may be several students: alice, alice-2\n"


def test_who_may_be_meant_is_said_once(tmp_path: Path) -> None:
    """A name that is the id, or is it but for capitals, is not said twice."""
    write(a_class(a_submission("Alice"), a_submission("bob"), a_submission("alicia")), tmp_path)
    result = grader_command("show", tmp_path, "allice")
    assert result.stderr == "grader: no student 'allice' in this report: did you mean alice, alicia?\n"


def test_student_text_gives_the_terminal_no_commands(tmp_path: Path) -> None:
    """Escape codes in names and messages are shown, and so is what rich would take for markup."""
    report = write(hostile(), tmp_path)
    text = shown(report) + "".join(shown(report, f"student-{place}") for place in range(len(hostile().submissions) - 1))
    assert not set(text) & set("\x1b\x08\x00\u202e")
    assert "\\x1b[31m" in text
    assert "](javascript:alert(1)) **x** `y` ``` | # <b>" in text


def test_colours_only_where_they_are_wanted(report: Path) -> None:
    """Into a pipe goes plain text; FORCE_COLOR colours it, and NO_COLOR wins."""
    assert "\x1b[" in grader_command("show", report, FORCE_COLOR="1", TERM="xterm").stdout
    assert "\x1b[3" not in grader_command("show", report, FORCE_COLOR="1", NO_COLOR="1", TERM="xterm").stdout
