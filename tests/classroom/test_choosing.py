"""Which of a student's files is which exercise: the choice, and what is said of it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from grader.classroom.choosing import Chosen, choose, script_of_notebook
from grader.classroom.files import walk

EXERCISES = ("poolapply", "applyasync", "future")


def chosen(folder: Path, **files: bytes | str) -> Chosen:
    """Write files, each newer than the one before, and choose among them."""
    for age, (name, content) in enumerate(files.items()):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        os.utime(file, (1000 + age, 1000 + age))
    return choose(list(walk(folder)), EXERCISES)


@pytest.mark.parametrize(
    "name",
    [
        "Future.PY",
        "FUTURE.py",
        "future-1.py",
        "future (2).py",
        "future_3.py",
        "Copy of future.py",
        "future - Copy.py",
        "future.py.txt",
        "future.txt",
        "fu ture.py",
    ],
)
def test_a_file_under_another_name_is_found_and_said(name: str, tmp_path: Path) -> None:
    """What systems make of a name is seen through, and the name is in the notes."""
    found = chosen(tmp_path, **{name: "x = 1"})
    assert found.scripts == {"future": b"x = 1"}
    assert found.paths == {"future": name}
    assert found.notes == [f"{name} was taken for future.py"]


@pytest.mark.parametrize("name", ["myfuture.py", "future.pyc", "future.py~", "._future.py", "futures.py", "future"])
def test_other_files_are_no_exercise(name: str, tmp_path: Path) -> None:
    """A file of another name is left alone."""
    assert chosen(tmp_path, **{name: "x = 1"}) == Chosen()


@pytest.mark.parametrize(
    ("files", "best", "note"),
    [
        (
            {"future.py": "old", "future-1.py": "newer", "future-10.py": "newest", "future-2.py": "new"},
            "newest",
            "future-10.py was graded, and not future-1.py, future-2.py, future.py: it is the newest, by its number",
        ),
        (
            {"src/future.py": "deep", "future.py": "top"},
            "top",
            "future.py was graded, and not src/future.py: it does not lie so deep in folders",
        ),
        (
            {"b/future.py": "old", "a/future.py": "new"},
            "new",
            "a/future.py was graded, and not b/future.py: it is the newest",
        ),
        (
            {"future.txt": "text", "future.py": "script"},
            "script",
            "future.py was graded, and not future.txt: it is a Python file",
        ),
        (
            {"future.py": "top", "exercises/future.py": "mine"},
            "mine",
            "exercises/future.py was graded, and not future.py: it lies in the folder exercises",
        ),
    ],
    ids=["numbers of uploads", "depth", "age", "kind", "the folder exercises"],
)
def test_of_two_files_one_is_graded_for_a_reason(files: dict[str, str], best: str, note: str, tmp_path: Path) -> None:
    """The choice among several files is the same every time, and it and its reason are in the notes."""
    found = chosen(tmp_path, **files)
    assert found.scripts == {"future": best.encode()}
    assert found.notes == [note]


def test_all_scripts_come_from_one_folder(tmp_path: Path) -> None:
    """Where two folders hold scripts, all are taken from the one with more of them, and not each where it is newest."""
    files = {"a/future.py": "1", "a/poolapply.py": "1", "b/future.py": "2", "a/applyasync.py": "1"}
    found = chosen(tmp_path, **files)
    assert set(found.paths.values()) == {"a/future.py", "a/poolapply.py", "a/applyasync.py"}
    assert found.notes == ["a/future.py was graded, and not b/future.py: more of the scripts lie in its folder"]


def test_of_two_equal_folders_the_newest_is_taken_whole(tmp_path: Path) -> None:
    """Where each of two folders holds the same scripts, one of the two is graded, and no mixture."""
    found = chosen(
        tmp_path, **{"b/future.py": "1", "a/poolapply.py": "2", "a/future.py": "2", "b/poolapply.py": "newest"}
    )
    reason = "the newest of the scripts lies in its folder"
    assert found.notes == [
        f"b/poolapply.py was graded, and not a/poolapply.py: {reason}",
        f"b/future.py was graded, and not a/future.py: {reason}",
    ]


def test_scripts_of_different_folders_are_told(tmp_path: Path) -> None:
    """Scripts that lie side by side in folders may be of two students, which is said; a folder in another is none."""
    found = chosen(tmp_path / "1", **{"alice/poolapply.py": "x", "alice/applyasync.py": "x", "bob/future.py": "y"})
    assert found.notes == ["the scripts lie in different folders: alice (poolapply.py, applyasync.py), bob (future.py)"]
    assert chosen(tmp_path / "2", **{"hw/poolapply.py": "x", "hw/2/future.py": "y", "applyasync.py": "z"}).notes == []


def test_two_copies_of_one_file_are_no_choice(tmp_path: Path) -> None:
    """Where two files hold the same, nothing is said."""
    assert chosen(tmp_path, **{"future.py": "same", "backup/future.py": "same"}).notes == []


def test_a_clone_of_the_kit_holds_solutions_that_nobody_handed_in(tmp_path: Path) -> None:
    """In a clone of the kit the student's files are those in `exercises`; the kit's own are not even mentioned."""
    files = {"exercises/future.py": "mine", "solutions/future.py": "theirs", "tests/x/future.py": "a mistake"}
    found = chosen(tmp_path, **files)
    assert (found.scripts, found.notes) == ({"future": b"mine"}, [])


@pytest.mark.parametrize(
    "beside",
    ["exercises/poolapply.py", "exercises/README.md", "grader/cli.py", "tests/conftest.py", "kit/tests/x/y.py"],
)
def test_the_solutions_of_the_kit_earn_nobody_points(beside: str, tmp_path: Path) -> None:
    """Whose script is gone from a clone of the kit has not handed it in, though the kit's own solution lies there."""
    solution = "kit/solutions/future.py" if beside.startswith("kit/") else "solutions/future.py"
    found = chosen(tmp_path, **{beside: "x", solution: "theirs"})
    assert "future" not in found.scripts
    assert found.notes == [f"future.py was not handed in: {solution} came with the kit"]


def test_a_student_may_call_a_folder_solutions(tmp_path: Path) -> None:
    """Without another folder of the kit beside it, `solutions` is the student's own."""
    found = chosen(tmp_path, **{"solutions/future.py": "mine", "src/grader/notes.txt": ""})
    assert (found.scripts, found.notes) == ({"future": b"mine"}, [])


def test_modules_beside_the_scripts_are_said_to_take_no_effect(tmp_path: Path) -> None:
    """A helper in the folder of a script is not run, which is said; files elsewhere are not mentioned."""
    files = {"src/future.py": "import helper", "src/helper.py": "x", "src/conftest.py": "x", "other/more.py": "x"}
    assert chosen(tmp_path, **files).notes == [
        "beside the scripts: conftest.py, helper.py, without effect: only the exercises' own are run"
    ]


def notebook(*cells: object, **more: object) -> str:
    """Return a notebook with these code cells, and a text before them."""
    text = {"cell_type": "markdown", "source": ["# Title"]}
    code = [{"cell_type": "code", "source": source} for source in cells]
    return json.dumps({"cells": [text, *code], "nbformat": 4, **more})


def test_the_code_cells_of_a_notebook_are_joined(tmp_path: Path) -> None:
    """A notebook is graded as the script of its code cells, and that is said; what only it knows is a comment."""
    found = chosen(tmp_path, **{"future.ipynb": notebook(["import sys\n", "x = 1"], "%time f()\n!ls\nf()")})
    assert found.scripts == {"future": b"import sys\nx = 1\n\n# %time f()\n# !ls\nf()\n"}
    assert found.notes == [
        "future.ipynb is a notebook: its code cells (2) were joined to future.py; "
        "2 lines that only a notebook knows (% or !) became comments"
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("not json", "it is no JSON in UTF-8"),
        (b"\xff\xfe", "it is no JSON in UTF-8"),
        ("[" * 100_000, "it is no JSON in UTF-8"),
        ("[]", "it has no code cells"),
        (notebook(), "it has no code cells"),
        ('{"cells": 3}', "it has no code cells"),
    ],
    ids=["no JSON", "no UTF-8", "too deep", "no object", "no cells", "cells are a number"],
)
def test_what_is_no_notebook_is_said(content: str | bytes, reason: str, tmp_path: Path) -> None:
    """A notebook that cannot be read leaves its exercise without a script, and the notes say why."""
    found = chosen(tmp_path, **{"future.ipynb": content})
    assert found.scripts == {}
    assert found.notes == [f"future.ipynb stands in place of future.py and is no notebook: {reason}"]


def test_a_notebook_of_the_old_format_is_read() -> None:
    """Format 3 keeps its cells in worksheets, and their code in `input`."""
    cells = [{"cell_type": "code", "input": ["x = 1"]}]
    content = json.dumps({"nbformat": 3, "worksheets": [{"cells": cells}]}).encode()
    assert script_of_notebook(content) == (b"x = 1\n", 1, 0)


def test_a_folder_or_a_link_is_no_script(tmp_path: Path) -> None:
    """Only regular files are looked at: a link could show any file of this machine."""
    (tmp_path / "secret").write_text("password")
    (tmp_path / "in/future.py").mkdir(parents=True)
    (tmp_path / "in/applyasync.py").symlink_to(tmp_path / "secret")
    assert choose(list(walk(tmp_path / "in")), EXERCISES) == Chosen()
