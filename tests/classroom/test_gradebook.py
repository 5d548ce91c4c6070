"""Gradebooks of Canvas and Moodle: what is written into them, and that nothing else is touched."""

from __future__ import annotations

import csv
import io
import re

import hypothesis
import hypothesis.strategies as st
import pytest

from grader.classroom.gradebook import fill
from grader.classroom.grades import UNGRADABLE, Submission
from grader.classroom.table import read_table
from grader.errors import BadInput
from grader.scorecard import FAILED, Check, Exercise

CANVAS = (
    "\ufeffStudent,ID,SIS User ID,SIS Login ID,Section,Parallel pools (4711),Current Score\r\n"
    ",,,,,Manual Posting,\r\n"
    "    Points Possible,,,,,100,(read only)\r\n"
    '"Doe, Jane",12345,s123,jdoe,"S1, S2",,81.25\r\n'
    '"Núñez ""Nuño"", José",12346,s124,jnunez,S1,"12",\r\n'
    "\r\n"
    "李雷,12347,s125,llei,S1,EX,\r\n"
    '"Student, Test",99999,,f00,S1,,\r\n'
)
MOODLE = (
    "Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,"
    "Last modified (submission),Feedback comments\n"
    'Participant 501,Jane Doe,jane@uni,"Submitted for grading",,100.00,Yes,"Monday, 1 June",\n'
    "Participant 502,=cmd,eve@uni,Submitted,50.00,100.00,No,-,well done\n"
    "Participant 503,Bob Roe,bob@uni,Submitted,,100.00,Yes,-,see me\n"
    'Participant 504,Zoë Bé,zoe@uni,Submitted,"1.00",100.00,Yes,-,"Graded automatically: 1 of 100"'
)


def handed_in(key: str, name: str, score: float = 100.0, **others: object) -> Submission:
    """A graded submission of this student's."""
    return Submission(**{"id": name, "name": name, "key": key, "score": score, "max_score": 100.0, **others})  # type: ignore[arg-type]


def lost(key: str, name: str) -> Submission:
    """A submission that could not be graded."""
    return handed_in(key, name, 0.0, status=UNGRADABLE, reason="no script was found")


def test_only_the_grade_cells_of_a_canvas_gradebook_change() -> None:
    """BOM, line ends, quotes, blank lines, points possible and excuses stay; only grades are written."""
    marks = [handed_in("12345", "Doe, Jane", 95.5), handed_in("12346", "José", 87.0), handed_in("12347", "李雷")]
    filled = fill(CANVAS.encode(), marks)
    expected = CANVAS.replace('"S1, S2",,', '"S1, S2",95.5,').replace('S1,"12"', 'S1,"87"')
    assert filled.content == expected.encode()
    assert (filled.kind, filled.column, filled.joined_by) == ("Canvas gradebook", "Parallel pools (4711)", "ID")
    assert filled.written == 2
    assert filled.left == ["李雷: excused (EX)"]
    assert filled.without_submission == ["Student, Test"]
    assert filled.without_row == filled.remarks == []


def test_nobody_is_dropped_in_silence() -> None:
    """Students without a row, rows without a submission, and submissions without a grade are all listed."""
    filled = fill(CANVAS.encode(), [lost("12345", "Doe, Jane"), handed_in("4", "Eve"), handed_in("5", "Bob")])
    assert filled.content == CANVAS.encode()
    assert filled.left == ["Doe, Jane: the submission could not be graded"]
    assert filled.without_row == ["Eve", "Bob"]
    assert filled.without_submission == ['Núñez "Nuño", José', "李雷", "Student, Test"]


def test_two_submissions_of_one_student_are_left_to_a_person() -> None:
    """Where two submissions have one row, nothing is chosen in silence."""
    filled = fill(CANVAS.encode(), [handed_in("12345", "Doe, Jane", 40.0), handed_in("12345", "Doe, Jane", 60.0)])
    assert filled.content == CANVAS.encode()
    assert filled.left == ["Doe, Jane: there are 2 submissions of this student"]


@pytest.mark.parametrize(
    ("marks", "joined_by"),
    [
        ([handed_in("S123", "x"), handed_in("s124", "y")], "SIS User ID"),
        ([handed_in("JDoe", "x"), handed_in("jnunez", "y")], "SIS Login ID"),
        ([handed_in("x", "x", keys={"email": "y", "sid": "s123"})], "SIS User ID"),
        ([handed_in("x", "Jane  DOE"), handed_in("y", 'José Núñez "Nuño"')], "name"),
    ],
    ids=["number of the school", "login", "a further key", "name"],
)
def test_students_are_found_by_the_column_that_knows_most_of_them(marks: list[Submission], joined_by: str) -> None:
    """The key may be Canvas's own number or the school's; where no key is found, names are compared."""
    filled = fill(CANVAS.encode(), marks)
    assert filled.joined_by == joined_by
    assert filled.written == len(marks)


def test_one_column_serves_the_whole_class() -> None:
    """A number that one column has is not looked up in another one: it may be another student's there."""
    content = b"Student,ID,SIS User ID,Section,Pools (1)\nAda,1,3,,\nBob,2,1,,\nCleo,3,2,,\n"
    filled = fill(content, [handed_in("1", "x", 10.0), handed_in("2", "y", 20.0), handed_in("3", "z", 30.0)])
    assert filled.content == b"Student,ID,SIS User ID,Section,Pools (1)\nAda,1,3,,10\nBob,2,1,,20\nCleo,3,2,,30\n"


def test_a_name_that_two_students_have_joins_nobody() -> None:
    """Names join only where they are unique."""
    content = b"Student,ID,Section,Pools (1)\nJane Doe,1,,\nJane Doe,2,,\nBob,3,,\n"
    filled = fill(content, [handed_in("x", "Jane Doe"), handed_in("y", "Bob")])
    assert filled.content == content.replace(b"Bob,3,,", b"Bob,3,,100")
    assert filled.left == ["two rows fit Jane Doe: neither was filled"]
    assert filled.without_row == filled.without_submission == []


def test_a_class_that_cannot_be_told_apart_is_no_other_course() -> None:
    """Where several rows fit everybody, nobody gets a grade, and the reason is said."""
    content = b"Student,ID,Section,Pools (1)\nJane Doe,1,,\nJane Doe,2,,\nJane Doe,3,,\n"
    filled = fill(content, [handed_in("x", "Doe, Jane", id="doe-x"), handed_in("y", "Jane Doe", id="doe-y")])
    assert (filled.content, filled.written, filled.joined_by) == (content, 0, "name")
    assert filled.left == ["3 rows fit Doe, Jane (doe-x) and Jane Doe (doe-y): none was filled"]
    assert filled.without_row == filled.without_submission == []


def test_a_student_whose_keys_are_in_two_rows_gets_neither() -> None:
    """Two keys of one student may be those of two people; whoever else fits such a row is told, too."""
    content = b"Student,ID,Section,Pools (1)\nAda,1,,\nBob,2,,\nCleo,3,,\nDan,4,,\n"
    marks = [handed_in("1", "ada", keys={"sid": "2"}), handed_in("2", "x"), handed_in("3", "y")]
    filled = fill(content, marks)
    assert filled.content == content.replace(b"Cleo,3,,", b"Cleo,3,,100")
    assert filled.left == ["two rows fit ada: neither was filled", "Bob: there are 2 submissions of this student"]
    assert filled.without_submission == ["Dan"]


def test_two_students_whom_one_row_fits_are_named() -> None:
    """Two people of one name are no two submissions of one student."""
    content = b"Student,ID,Section,Pools (1)\nJane Doe,1,,\nBob,3,,\n"
    janes = [handed_in("x", "Jane Doe", id="doe-x"), handed_in("y", "Doe, Jane", id="doe-y")]
    filled = fill(content, [*janes, handed_in("z", "Bob")])
    assert filled.content == content.replace(b"Bob,3,,", b"Bob,3,,100")
    assert filled.left == ["Jane Doe: two students fit this row, Jane Doe (doe-x) and Doe, Jane (doe-y)"]
    assert filled.without_row == filled.without_submission == []


def test_who_was_not_asked_for_is_said_to_be_so() -> None:
    """Of these, something may have been handed in: their grades stay, and they are on a list of their own."""
    others = [handed_in("12346", "José"), handed_in("5", "Bob")]
    filled = fill(CANVAS.encode(), [handed_in("12345", "Doe, Jane", 95.5)], not_asked_for=others)
    assert filled.content == CANVAS.replace('"S1, S2",,', '"S1, S2",95.5,').encode()
    assert filled.not_asked_for == ['Núñez "Nuño", José']
    assert filled.without_submission == ["李雷", "Student, Test"]
    assert filled.without_row == filled.left == []


def test_who_was_not_asked_for_helps_to_tell_who_is_who() -> None:
    """The class decides by which column students are found, and a name that two have joins nobody."""
    content = b"Student,ID,SIS User ID,Section,Pools (1)\nJane Doe,1,3,,\nBob,2,1,,\nCleo,3,2,,\n"
    ada, *others = [handed_in("3", "x"), handed_in("1", "y"), handed_in("2", "z")]
    assert fill(content, [ada], not_asked_for=others).joined_by == "ID"
    asked, other = handed_in("x", "Jane Doe", id="doe-x"), handed_in("y", "Jane Doe", id="doe-y")
    filled = fill(content, [asked], not_asked_for=[other])
    assert (filled.content, filled.not_asked_for) == (content, [])
    assert filled.left == ["Jane Doe: two students fit this row, Jane Doe (doe-x) and Jane Doe (doe-y)"]


def test_nothing_is_left_of_those_who_were_not_asked_for() -> None:
    """Where several rows fit somebody who was not asked for, no grade is missing."""
    content = b"Student,ID,Section,Pools (1)\nJane Doe,1,,\nJane Doe,2,,\nBob,3,,\n"
    filled = fill(content, [handed_in("x", "Bob")], not_asked_for=[handed_in("y", "Jane Doe")])
    assert (filled.written, filled.left) == (1, [])
    assert filled.not_asked_for == ["Jane Doe (1)", "Jane Doe (2)"]


def test_nobody_who_was_asked_for_need_be_in_the_gradebook() -> None:
    """It is the gradebook of this course as long as somebody of the class is in it."""
    filled = fill(CANVAS.encode(), [handed_in("5", "Bob")], not_asked_for=[handed_in("12345", "x")])
    assert (filled.content, filled.without_row, filled.not_asked_for) == (CANVAS.encode(), ["Bob"], ["Doe, Jane"])


def test_people_of_one_name_are_told_apart_in_the_lists() -> None:
    """Where two have the same name, the id in the report, or the key in the gradebook, says which one is meant."""
    content = b"Student,ID,Section,Pools (1)\nJane Doe,1,,\nJane Doe,2,,\nBob,3,,\n"
    marks = [handed_in("2", "Doe, Jane", id="doe-2"), handed_in("7", "Doe, Jane", id="doe-7"), handed_in("8", "Eve")]
    filled = fill(content, marks)
    assert filled.without_row == ["Doe, Jane (doe-7)", "Eve"]
    assert filled.without_submission == ["Jane Doe (1)", "Bob"]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"Student;ID;Section;Pools (1)\nAda;1;;\n", b"Student;ID;Section;Pools (1)\nAda;1;;95,5\n"),
        (b"Student;ID;Section;A (1);Sum\nAda;1;;;7.5\n", b"Student;ID;Section;A (1);Sum\nAda;1;;95.5;7.5\n"),
        (b'Student,ID,Section,A (1),Sum\nAda,1,,,"7,5"\n', b'Student,ID,Section,A (1),Sum\nAda,1,,"95,5","7,5"\n'),
        (b"Student\tID\tSection\tPools (1)\nAda\t1\t\t\n", b"Student\tID\tSection\tPools (1)\nAda\t1\t\t95.5\n"),
    ],
    ids=["semicolons", "semicolons and points", "decimal commas", "tabs"],
)
def test_numbers_are_written_as_the_file_writes_them(content: bytes, expected: bytes) -> None:
    """The decimal sign is that of the numbers that are there, or the one that goes with the delimiter."""
    assert fill(content, [handed_in("1", "Ada", 95.5)]).content == expected


def test_scores_are_scaled_to_the_points_that_canvas_expects() -> None:
    """A column of 20 points gets a fifth of the score, in hundredths, and that is said."""
    content = b"Student,ID,Section,Pools (1)\n    Points Possible,,,20\nAda,1,,\n"
    filled = fill(content, [handed_in("1", "Ada", 87.3)])
    assert filled.content == content.replace(b"Ada,1,,", b"Ada,1,,17.46")
    assert filled.remarks == ["scores are scaled from 100 to 20 points"]


def test_a_submission_that_is_worth_nothing_is_not_scaled() -> None:
    """Before a class is graded nobody has points yet: its students are found all the same."""
    content = b"Student,ID,Section,Pools (1)\n    Points Possible,,,20\nAda,1,,\n"
    filled = fill(content, [Submission("ada", "Ada", "1")])
    assert (filled.written, filled.remarks) == (1, [])


def test_a_column_is_chosen_where_there_are_several() -> None:
    """With several assignments the one that is named is filled, with or without its number; read-only ones never."""
    content = (
        b"LastName,FirstName,ID,Section,Pools (1),Quiz (2),Total (3)\nPoints Possible,,,,,,(read only)\nA,B,1,,,,\n"
    )
    message = r'has several assignments: say with --column which one is meant: "Pools \(1\)", "Quiz \(2\)"$'
    with pytest.raises(BadInput, match=message):
        fill(content, [handed_in("1", "B A")])
    for column in ("Quiz", "Quiz (2)"):
        filled = fill(content, [handed_in("1", "B A", 50.0)], column=column)
        assert filled.content == content.replace(b"A,B,1,,,,", b"A,B,1,,,50,")
    with pytest.raises(BadInput, match="the gradebook has no assignment 'Total': it has "):
        fill(content, [handed_in("1", "B A")], column="Total")


def test_a_gradebook_of_another_course_is_not_asked_for_a_column() -> None:
    """Nobody has to choose an assignment of a gradebook that is the wrong one anyhow."""
    content = b"Student,ID,Section,Pools (1),Quiz (2)\nAda,1,,,\n"
    for column in (None, "Total"):
        with pytest.raises(BadInput, match=r"^the gradebook is of another course: "):
            fill(content, [handed_in("9", "Eve")], column=column)


def test_only_grade_and_feedback_of_a_moodle_worksheet_change() -> None:
    """Grades and our own older comments are written; locked rows and a person's comments stay."""
    check_ = Check("test_x", "Nothing <is> late.", FAILED, 0.0, 4.5, 'a "b"', "1 < 2", "wait & see")
    jane = handed_in("501", "Jane Doe", 95.5, exercises=[Exercise("future", "future.py", [check_])], unjudged=2.0)
    marks = [jane, handed_in("502", "Eve"), handed_in("503", "Bob"), handed_in("504", "Zoë")]
    filled = fill(MOODLE.encode(), marks)
    comment = (
        "Graded automatically: 95.5 of 100, 2 not checked<br>future: Nothing &lt;is&gt; late. "
        "Expected: a &quot;b&quot;. Seen: 1 &lt; 2. Hint: wait &amp; see."
    )
    expected = (
        MOODLE.replace('grading",,', 'grading",95.5,')
        .replace('1 June",\n', f'1 June","{comment}"\n')
        .replace("Roe,bob@uni,Submitted,,", "Roe,bob@uni,Submitted,100,")
        .replace('"1.00",100', '"100",100')
        .replace("1 of 100", "100 of 100")
    )
    assert filled.content == expected.encode()
    assert filled.joined_by == "Identifier"
    assert filled.left == [
        "=cmd: locked (Grade can be changed: No)",
        "Bob Roe: the feedback, which somebody wrote by hand",
    ]


def test_a_worksheet_that_is_filled_again_is_the_same() -> None:
    """A second filling changes nothing."""
    marks = [handed_in("501", "Jane Doe", 95.5), handed_in("504", "Zoë", 12.25)]
    once = fill(MOODLE.encode(), marks).content
    assert fill(once, marks).content == once


def test_a_grade_on_a_scale_is_left() -> None:
    """An assignment that is graded in words gets no number."""
    content = b"Identifier,Full name,Grade,Maximum Grade\nParticipant 1,Ada,,Scale: pass/fail\n"
    filled = fill(content, [handed_in("1", "Ada")])
    assert filled.content == content
    assert filled.left == ["Ada: it is graded on a scale, not in points (Scale: pass/fail)"]


def test_student_text_in_a_comment_is_neither_formula_nor_markup() -> None:
    """Whatever a script printed: the comment begins with our words, has no tag, and is one cell."""
    for text in ("=1+1", "+1", "-1", "@x", "\t=1", "\r=1", '"', "<script>alert(1)</script>", ",,,;\n"):
        bad = Check("test_x", "It holds.", FAILED, 0.0, 1.0, text, text, text)
        jane = handed_in("501", "Jane Doe", exercises=[Exercise("future", "future.py", [bad])])
        content = fill(MOODLE.encode(), [jane]).content.decode()
        rows = list(csv.reader(io.StringIO(content, newline="")))
        assert [len(row) for row in rows] == [9] * 5
        assert rows[1][8].startswith("Graded automatically: ")
        assert "<" not in rows[1][8].replace("<br>", "")


def test_a_windows_file_stays_one() -> None:
    """A file in Windows-1252 is read and written as such; what it cannot hold becomes a character reference."""
    content = "Identifier;Full name;Grade;Feedback comments\r\n7;Zoë;;\r\n".encode("cp1252")
    bad = Check("test_x", "It holds.", FAILED, 0.0, 1.0, "李", "é", "")
    filled = fill(content, [handed_in("7", "Zoë", 99.5, exercises=[Exercise("future", "future.py", [bad])])])
    expected = "7;Zoë;99,5;Graded automatically: 99.5 of 100<br>future: It holds. Expected: &#26446;. Seen: é.\r\n"
    assert filled.content == content.replace("7;Zoë;;\r\n".encode("cp1252"), expected.encode("cp1252"))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "the gradebook cannot be read: its first line has no columns"),
        (b'"\t"', "the gradebook cannot be read: its first line has no columns"),
        (b"hello\n", "the gradebook cannot be read: its first line has no columns"),
        ("Student,ID".encode("utf-16"), "the gradebook cannot be read: it is not plain text: save it as CSV in UTF-8"),
        (b'Student,ID\n"Ada,1\n', "the gradebook cannot be read: in line 2 a quote does not close"),
        (b'Student,ID\n"Ada"x,1\n', "the gradebook cannot be read: in line 2 a quote does not close"),
        (b"Name,Mark,Remark\nAda,1,\n", "this is neither a Canvas gradebook .* its first line is Name, Mark, Remark. "),
        (b"Student,ID,Section\nAda,1,\n", "the gradebook has no column of an assignment"),
    ],
    ids=[
        "empty",
        "a blank in quotes",
        "no table",
        "UTF-16",
        "open quote",
        "text after a quote",
        "another table",
        "no assignment",
    ],
)
def test_what_is_no_gradebook_is_refused(content: bytes, message: str) -> None:
    """The message says what the file lacks, before a class is graded."""
    with pytest.raises(BadInput, match=message):
        fill(content, [handed_in("1", "Ada", 1.0)])


def test_a_worksheet_in_another_language_is_refused() -> None:
    """The titles of columns are known in English only: the message says how to come by such a file."""
    content = "ID,Vollständiger Name,E-Mail-Adresse,Status,Bewertung,Bestwertung\nTeilnehmer/in1,Ada,,,,100\n"
    with pytest.raises(BadInput) as caught:
        fill(content.encode(), [handed_in("1", "Ada")])
    assert str(caught.value) == (
        "this is neither a Canvas gradebook (columns Student and ID) nor a Moodle grading worksheet "
        "(columns Identifier and Grade): its first line is ID, Vollständiger Name, E-Mail-Adresse, Status, Bewertung, "
        "Bestwertung. If it was exported in another language, switch Canvas or Moodle to English and export it again"
    )


def test_a_gradebook_of_another_course_is_refused() -> None:
    """Where no student matches, the first three of each side are named."""
    class_ = [handed_in(str(each), f"Student {each}") for each in range(5)]
    with pytest.raises(BadInput) as caught:
        fill(CANVAS.encode(), class_)
    assert str(caught.value) == (
        "the gradebook is of another course: none of its students is in this class. It has "
        '"Doe, Jane", "Núñez "Nuño", José", "李雷" and 1 more; '
        'the class has "Student 0", "Student 1", "Student 2" and 2 more'
    )


def test_a_worksheet_of_another_assignment_is_refused() -> None:
    """The same people have other Identifiers there: joined by name, the grades of that assignment would be lost."""
    people = {"601": "Jane Doe", "602": "Eve", "603": "Bob Roe", "Participant 604": "Participant 604", "9": "Max"}
    class_ = [handed_in(key.removeprefix("Participant "), name) for key, name in people.items()]
    with pytest.raises(BadInput) as caught:
        fill(MOODLE.encode(), class_, has_identifiers=True)
    assert str(caught.value) == (
        "the worksheet is of another assignment: none of its Identifiers is that of a submission. It has "
        '"Jane Doe (Participant 501)", "=cmd (Participant 502)", "Bob Roe (Participant 503)" and 1 more; '
        'the class has "Jane Doe (601)", "Eve (602)", "Bob Roe (603)" and 2 more. '
        "Download the worksheet of the assignment whose submissions these are"
    )
    with pytest.raises(BadInput, match='It has "Participant 501"; the class has "Participant 604"'):
        fill(b"Identifier,Grade\nParticipant 501,\n", class_[3:4], has_identifiers=True)


def test_identifiers_are_joined_by_nothing_else() -> None:
    """Where one Identifier fits, all others must: a name, or a number that the school gave, is no reason to fill."""
    content = b"Identifier,Full name,ID number,Grade\nParticipant 1,Ada,7,\nParticipant 2,Bob,8,\nParticipant 3,Di,9,\n"
    class_ = [handed_in("1", "Ada"), handed_in("8", "Bob"), handed_in("9", "Di")]
    filled = fill(content, class_, has_identifiers=True)
    assert filled.content == content.replace(b"Ada,7,", b"Ada,7,100")
    assert (filled.joined_by, filled.without_row) == ("Identifier", ["Bob", "Di"])


def test_names_join_where_the_class_has_no_identifiers() -> None:
    """Folders named by hand are found in a worksheet by their names, and students of Moodle in another gradebook."""
    assert fill(MOODLE.encode(), [handed_in("Jane Doe", "Jane Doe")]).joined_by == "name"
    assert fill(CANVAS.encode(), [handed_in("501", "Jane Doe")], has_identifiers=True).joined_by == "name"


CELL = st.text(st.sampled_from("ab1 ,;\t\"'=é李\n"), max_size=6)


@hypothesis.given(
    st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=5),
    st.sampled_from(",;"),
    st.sampled_from(["\n", "\r\n"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.booleans(),
    CELL,
    st.data(),
)
def test_one_cell_of_any_table_is_changed_alone(
    rows: list[list[str]], delimiter: str, end: str, quoting: int, bom: bool, text: str, data: st.DataObject
) -> None:
    """Whatever writes a CSV file, a change of one cell leaves all others as a reader of CSV sees them."""
    written = io.StringIO(newline="")
    rows = [["first", "second"], *rows]
    csv.writer(written, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(rows)  # type: ignore[arg-type]
    table = read_table(("\ufeff" * bom + written.getvalue()).encode())
    assert [[cell.text for cell in row] for row in table.rows] == rows
    row = data.draw(st.integers(0, len(rows) - 1))
    column = data.draw(st.integers(0, len(rows[row]) - 1))
    changed = table.changed({(row, column): text}).decode()
    rows[row][column] = text
    assert changed.startswith("\ufeff") == bom
    assert list(csv.reader(io.StringIO(changed.removeprefix("\ufeff"), newline=""), delimiter=delimiter)) == rows


def test_a_row_that_is_cut_short_is_left() -> None:
    """A row without a cell for the grade is listed."""
    content = b"Student,ID,Section,Pools (1)\nAda,1\nBob,2,,\n"
    filled = fill(content, [handed_in("1", "Ada"), handed_in("2", "Bob")])
    assert re.fullmatch(rb"(?s).*Ada,1\nBob,2,,100\n", filled.content)
    assert filled.left == ["Ada: the row is too short"]
