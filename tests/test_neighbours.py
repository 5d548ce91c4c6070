"""What lies beside a student's scripts takes no effect: neither in pytest nor in the scripts, and it is said."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from grader import neighbours
from grader.neighbours import hint_for_missing, note_on_neighbours
from grader.recording import staging

pytestmark = pytest.mark.full

ROOT = Path(__file__).parents[1]
CHECK = "test_importing_runs_nothing"
FILES = {
    "conftest.py": "",
    "__init__.py": "",
    "sitecustomize.py": "",
    "usercustomize.py": "",
    "time.py": "",
    "multiprocessing.py": "",
    "evil.pth": "import os",
    "test_mine.py": "def test_nothing():\n    pass",
    "sub/conftest.py": "",
    "sub/test_theirs.py": "def test_nothing():\n    pass",
    "sub/__init__.py": "",
}
INI = {
    "pytest.ini": "[pytest]\naddopts = --collect-only\npython_files = *\n",
    "pyproject.toml": '[tool.pytest.ini_options]\naddopts = "--collect-only"\n'
    f"[tool.grader.points.poolapply]\n{CHECK} = 100\n",
    "tox.ini": "[pytest]\naddopts = --collect-only\n",
    "setup.cfg": "[tool:pytest]\naddopts = --collect-only\n",
}


@pytest.fixture
def homework(tmp_path: Path) -> Path:
    """A submission; each Python file beside it would write its name into `ran` if it were run."""
    folder = tmp_path / "käse und brot"
    folder.mkdir()
    shutil.copy(ROOT / "solutions" / "poolapply.py", folder)
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(f"open({str(tmp_path / 'ran')!r}, 'a').write({name!r})\n{text}\n", "utf-8")
    return folder


def grade(folder: Path, *options: str) -> dict[str, Any]:
    """Grade one claim as a student or an instructor would, from another folder."""
    card = folder.parent / "card.json"
    command = [sys.executable, "-m", "pytest", "-p", "grader.plugin", "-p", "no:cacheprovider", "-k", CHECK]
    done = subprocess.run(
        [*command, f"--scorecard={card}", "--sandbox", "off", *options, folder],
        cwd=folder.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
    )
    assert card.exists(), done.stdout + done.stderr
    data: dict[str, Any] = json.loads(card.read_text("utf-8"))
    return data


def test_nothing_beside_a_script_is_run(homework):
    """Neither what pytest imports by itself, nor tests, nor what Python would find before its own library."""
    exercise = next(each for each in grade(homework)["exercises"] if each["name"] == "poolapply")
    assert [(check["id"], check["score"]) for check in exercise["checks"]] == [(CHECK, 2)]
    assert exercise["notes"] == [
        "beside the scripts: __init__.py, conftest.py, evil.pth, multiprocessing.py, sitecustomize.py and 2 more, "
        "without effect: only the exercises' own files are run"
    ]
    assert not (homework.parent / "ran").exists()


@pytest.mark.parametrize("name", INI)
def test_an_ini_file_beside_a_script_sets_nothing(homework, name):
    """It can neither change what is graded, nor how, nor what it is worth."""
    (homework / name).write_text(INI[name], "utf-8")
    card = grade(homework)
    assert card["score"] == 2
    assert any(name in note or "more" in note for each in card["exercises"] for note in each["notes"])
    assert not (homework.parent / "ran").exists()


@pytest.mark.parametrize("options", ["--debug={file}", "--junitxml={file}", "-p nothing", "--no-such-option"])
def test_options_of_an_ini_file_do_nothing_at_all(homework, options):
    """They write no file and stop no grading, also those that act before the first test is collected."""
    file = homework.parent / "written"
    (homework / "pytest.ini").write_text(f"[pytest]\naddopts = {options.format(file=file)}\n", "utf-8")
    if options != "-p nothing":  # what pytest cannot import stops it before the plugin is there
        assert grade(homework)["score"] == 2
    assert not file.exists()
    assert grade(homework, "-c", os.devnull, "--rootdir", os.fspath(homework))["score"] == 2


def test_without_an_ini_file_no_module_beside_a_script_is_imported(homework):
    """Pytest itself would put the folder on the path: whoever grades strangers names an ini file of their own."""
    (homework / "pytest.ini").write_text("[pytest]\npythonpath = .\naddopts = -p evil\n", "utf-8")
    (homework / "evil.py").write_text(f"open({str(homework.parent / 'ran')!r}, 'a')\n", "utf-8")
    assert grade(homework, "-c", os.devnull, "--rootdir", os.fspath(homework))["score"] == 2
    assert not (homework.parent / "ran").exists()


@pytest.mark.parametrize("option", ["-c", "--config-file"])
def test_an_ini_file_that_is_named_counts(homework, option):
    """Whoever types the command chooses it, and pytest is started once: it would never come to an end else."""
    ini = homework / "chosen.ini"
    ini.write_text("[pytest]\naddopts = --clock=real\n", "utf-8")
    named = [f"{option}={ini}"] if option.startswith("--") else [option, os.fspath(ini)]
    assert grade(homework, *named)["clock"] == "real"


def test_the_kit_grades_wherever_it_was_cloned(tmp_path):
    """Also below a folder in which somebody has solved an exercise: its own settings are no student's."""
    (tmp_path / "future.py").write_text("print('from the tutorial')\n", "utf-8")
    clone = tmp_path / "clone"
    for name in ("grader", "exercises"):
        shutil.copytree(ROOT / name, clone / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", clone)
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "exercises/poolapply.py"]
    done = subprocess.run(command, cwd=clone, env=environment, capture_output=True, text=True)
    assert "poolapply  0 / 25  not started" in done.stdout, done.stdout + done.stderr
    assert "configfile: pyproject.toml" in done.stdout


def test_a_submission_is_never_written_to(homework):
    """Not even byte code is left in it."""
    before = {path: path.read_bytes() for path in homework.rglob("*") if path.is_file()}
    grade(homework)
    assert {path: path.read_bytes() for path in homework.rglob("*") if path.is_file()} == before


def test_the_note_names_what_would_have_had_an_effect(tmp_path):
    """Other files are the student's own business."""
    (tmp_path / "README.md").touch(), (tmp_path / "helper.py").touch(), (tmp_path / "data.csv").touch()
    assert note_on_neighbours(tmp_path) is None
    (tmp_path / "random.py").touch()
    said = "without effect: only the exercises' own files are run"
    assert note_on_neighbours(tmp_path) == f"beside the scripts: random.py, {said}"
    (tmp_path / "pytest.ini").touch()
    assert note_on_neighbours(tmp_path) == f"beside the scripts: pytest.ini and random.py, {said}"


def test_the_kits_own_folders_have_no_neighbours():
    """There conftest.py and the settings are the kit's."""
    assert note_on_neighbours(ROOT / "tests") is None
    assert note_on_neighbours(ROOT / "exercises") is None


def test_in_the_kit_a_module_that_hides_one_of_pythons_is_named(tmp_path, monkeypatch):
    """It does nothing while the scripts are graded, and stops them when they are run by hand."""
    monkeypatch.setattr(neighbours, "ROOT", tmp_path)
    for name in ("conftest.py", "multiprocessing.py", "pytest.ini"):
        (tmp_path / name).touch()
    said = "beside the scripts: multiprocessing.py, without effect: only the exercises' own files are run"
    assert note_on_neighbours(tmp_path) == said


NEAR = ["Future.py", "futures.py", "futur.py", "future (1).py", "Copy of future.py", "my_future.py", "future.py.txt"]


@pytest.mark.parametrize("name", NEAR)
def test_a_file_of_a_near_name_is_named_where_one_is_missing(tmp_path, name):
    """Whoever has saved a script under another name is told which one it is."""
    (tmp_path / "poolapply.py").touch()
    (tmp_path / name).touch()
    hint = f"{name} lies beside it: is it the one? rename it to future.py"
    assert hint_for_missing(tmp_path / "future.py") == hint


def test_a_notebook_is_no_script(tmp_path):
    """Another name would not make a script of it."""
    (tmp_path / "future.ipynb").touch()
    hint = "future.ipynb lies beside it: is it the one? export it as a script, future.py"
    assert hint_for_missing(tmp_path / "future.py") == hint


def test_what_lies_beside_a_missing_file_is_not_always_meant(tmp_path):
    """Other exercises, other names, folders, and no folder at all."""
    for name in ("poolapply.py", "applyasync.py", "helper.py", "test_future.py", "future.csv", "notes.txt"):
        (tmp_path / name).touch()
    (tmp_path / "futures.py").mkdir()
    assert hint_for_missing(tmp_path / "future.py") is None
    assert hint_for_missing(tmp_path / "nowhere" / "future.py") is None


# staging --------------------------------------------------------------------------------------------------------


def unfit(path: Path) -> str:
    with pytest.raises(staging.Unfit) as caught:
        staging.read(path)
    return f"{caught.value.seen} -> {caught.value.hint}"


def test_what_is_no_file_is_not_taken(tmp_path):
    """Links, folders, pipes and what is too large are refused; nobody waits for a pipe."""
    script = tmp_path / "future.py"
    assert unfit(script) == "there is no such file -> write future.py, starting from its stub"
    script.mkdir()
    assert unfit(script) == "this is no file, but something else of that name -> write future.py as a file of its own"
    script.rmdir()
    os.mkfifo(script)
    assert unfit(script) == "this is no file, but something else of that name -> write future.py as a file of its own"
    script.unlink()
    script.symlink_to("/etc/hostname")
    assert unfit(script) == "the file is a link to another one -> hand in the file itself"
    script.unlink()
    script.write_bytes(b"#" * (staging.LARGEST + 1))
    assert unfit(script) == "the file is larger than 64 KiB -> hand in the script alone, without data"


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


@pytest.mark.skipif(_is_root(), reason="root may read everything")
def test_a_locked_file_is_not_taken(tmp_path):
    """The reason is the system's own."""
    (tmp_path / "future.py").touch(0o000)
    assert unfit(tmp_path / "future.py") == "the file cannot be opened: Permission denied -> look at its permissions"


def test_copies_are_their_owners_only(tmp_path):
    """Whatever the originals are; and a companion that cannot be taken is left out."""
    script = tmp_path / "future.py"
    script.write_text("pass", "utf-8")
    script.chmod(0o4777)
    (tmp_path / "applyasync.py").symlink_to(script)
    (tmp_path / "run").mkdir()
    home = staging.stage(tmp_path / "run", script, [tmp_path / "applyasync.py", tmp_path / "poolapply.py"])
    assert {path.name: path.stat().st_mode & 0o7777 for path in home.iterdir()} == {"tmp": 0o700, "future.py": 0o600}


DEEP = {
    "attributes": "x = a" + ".b" * 32_000,
    "sums": "x = 1" + "+1" * 32_000,
    "negations": "x = " + "-" * 64_000 + "1",
    "brackets": "x = " + "(" * 32_000 + ")" * 32_000,
    "conditions": "x = " + "1 if 1 else " * 5_000 + "1",
}


@pytest.mark.parametrize("source", DEEP.values(), ids=DEEP)
def test_the_deepest_script_that_is_taken_can_be_parsed(source):
    """Or it is refused by an exception: the interpreter that grades does not die of it."""
    assert len(source) <= staging.LARGEST
    caught = "(SyntaxError, RecursionError, MemoryError)"
    code = f"import ast, sys\ntry:\n    ast.parse(sys.stdin.read())\nexcept {caught}:\n    pass"
    assert subprocess.run([sys.executable, "-c", code], input=source, text=True).returncode == 0
