"""The plugin in pytest: collection, selection, reports and exit statuses, as a student meets them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import pytest
from corpus import ROOT, SUBMISSIONS

SOLUTIONS = ROOT / "solutions"
SERIAL = SUBMISSIONS / "mistakes/applyasync/get-right-after-apply-async/applyasync.py"
CLAIMS_OF_APPLYASYNC = 7


@pytest.fixture
def homework(tmp_path: Path) -> Path:
    """A folder with the three solutions, far from the kit."""
    folder = tmp_path / "my homework é"
    shutil.copytree(SOLUTIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def run(*args: object, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run pytest with the plugin, without colours and in 80 columns."""
    command = [sys.executable, "-m", "pytest", "-p", "grader.plugin", "-p", "no:cacheprovider", *map(os.fspath, args)]
    kept = {"PATH": os.environ["PATH"], "COLUMNS": "80", "PYTHONPATH": os.fspath(ROOT), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(command, cwd=cwd, env=kept | environment, capture_output=True, text=True, encoding="utf-8")


def test_a_copy_anywhere_is_graded(homework: Path) -> None:
    """A folder far from the kit, with blanks and accents in its name, earns what its scripts are worth."""
    result = run(homework, cwd=homework.parent)
    assert "score: 100 / 100" in result.stdout
    assert result.returncode == 0


def test_scripts_outside_of_the_root_are_known_by_their_paths(homework: Path, tmp_path: Path) -> None:
    """Pytest itself gives two such scripts the same node id; one is right here, and the other wrong."""
    right, wrong = homework / "applyasync.py", tmp_path / "applyasync.py"
    wrong.write_text(SERIAL.read_text("utf-8"), "utf-8")
    (root := tmp_path / "root").mkdir()
    (root / "pytest.ini").write_text("[pytest]\n", "utf-8")
    result = run("-c", root / "pytest.ini", right, wrong, "-k", "same_time or printed", cwd=root)
    assert "score: 17 / 26" in result.stdout
    assert f"next: in {wrong.as_posix()}, make this true:" in result.stdout.replace("\n      ", " ")
    assert result.returncode == 1


def test_node_ids_are_those_of_the_students_file(homework: Path) -> None:
    """A claim is selected by the student's file and the check's name, and what it rests on is judged unseen."""
    name = "applyasync.py::test_both_results_are_printed"
    result = run(name, "-v", cwd=homework)
    assert f"{name} PASSED" in result.stdout
    assert "score: 4 / 4" in result.stdout


@pytest.mark.parametrize("argument", ["applyasync.py", "."], ids=["file", "folder"])
def test_the_students_file_is_never_imported_by_pytest(homework: Path, argument: str) -> None:
    """However pytest is called, the file runs in processes of its own only."""
    script = homework / "applyasync.py"
    spy = "import sys\nassert 'pytest' not in sys.modules, 'imported by pytest'\n"
    script.write_text(spy + script.read_text("utf-8"), "utf-8")
    result = run(argument, "--doctest-modules", cwd=homework)
    assert result.returncode == 0, result.stdout


def test_several_files_are_each_graded_once(homework: Path) -> None:
    """Files that are named on the command line are collected once each."""
    result = run("applyasync.py", "poolapply.py", cwd=homework)
    assert "score: 55 / 55" in result.stdout


def test_selection_by_name(homework: Path) -> None:
    """-k selects claims."""
    result = run("-k", "master", homework, cwd=homework)
    assert "score: 2 / 2" in result.stdout


def test_a_failure_costs_the_exit_status(homework: Path) -> None:
    """One claim that fails makes the exit status 1, and -x stops there."""
    shutil.copy(SERIAL, homework / "applyasync.py")
    result = run("-x", "applyasync.py", cwd=homework)
    assert result.returncode == 1
    assert "FAILED         0/9  Both calls sleep at the same time, in two workers" in result.stdout
    assert "Both calls are resolved" not in result.stdout


@pytest.mark.full
def test_the_last_failures_are_run_again(homework: Path) -> None:
    """--lf runs the claims that failed."""
    shutil.copy(SERIAL, homework / "applyasync.py")
    command = [sys.executable, "-m", "pytest", "-p", "grader.plugin", "applyasync.py"]
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": os.fspath(ROOT)}
    subprocess.run(command, cwd=homework, env=environment, capture_output=True)
    result = subprocess.run([*command, "--lf"], cwd=homework, env=environment, capture_output=True, text=True)
    assert "score: 0 / 9\n1 of 7 claims were run\n" in result.stdout


def test_junit_xml_holds_claims_as_data(homework: Path) -> None:
    """--junitxml writes a test case a claim, with what was expected and seen as its message."""
    shutil.copy(SERIAL, homework / "applyasync.py")
    run("applyasync.py", "--junitxml=report.xml", cwd=homework)
    suite = ElementTree.parse(homework / "report.xml").getroot().find("testsuite")
    assert suite is not None
    assert (suite.get("tests"), suite.get("failures")) == (str(CLAIMS_OF_APPLYASYNC), "1")
    failure = suite.find(".//failure")
    assert failure is not None
    assert "expected  both results after 1 s" in (failure.text or "")


def test_xdist_gives_the_same_verdicts(homework: Path) -> None:
    """With two workers of pytest-xdist the score is the same."""
    shutil.copy(SERIAL, homework / "applyasync.py")
    result = run("-n", "2", homework, cwd=homework)
    assert "score: 91 / 100" in result.stdout
    assert result.returncode == 1


def test_a_missing_file_is_said(homework: Path) -> None:
    """An exercise whose file is missing is told, and the others are graded as ever."""
    (homework / "future.py").unlink()
    result = run(homework, cwd=homework)
    assert "seen      there is no such file" in result.stdout
    assert "score: 55 / 100" in result.stdout
    assert result.returncode == 1


def test_a_missing_file_is_looked_for_under_a_near_name(homework: Path) -> None:
    """The hint names the file that was probably meant."""
    (homework / "future.py").rename(homework / "futures.py")
    result = run(homework, "-k", "slow_add_and_slow_diff", cwd=homework)
    assert "hint      futures.py lies beside it: is it the one? rename it to future.py" in result.stdout


def test_stubs_are_one_line_each() -> None:
    """An untouched exercise is one line, not a page."""
    result = run(ROOT / "exercises", "-c", ROOT / "pyproject.toml", cwd=ROOT)
    lines = [line for line in result.stdout.splitlines() if "not started" in line]
    assert lines == [
        "poolapply  0 / 25  not started",
        "applyasync  0 / 30  not started",
        "future  0 / 45  not started",
    ]
    assert "FAILED" not in result.stdout
    assert result.returncode == 1


@pytest.mark.full
def test_colours_only_where_they_are_wanted(homework: Path) -> None:
    """Into a pipe goes plain text; --color=yes colours it; NO_COLOR wins over a terminal."""
    assert "\x1b[" not in run("poolapply.py", cwd=homework).stdout
    assert "\x1b[" in run("poolapply.py", "--color=yes", cwd=homework).stdout
    assert "\x1b[" not in run("poolapply.py", cwd=homework, NO_COLOR="1", FORCE_COLOR="").stdout


def test_eighty_columns_of_ascii(homework: Path) -> None:
    """What the kit writes fits 80 columns and needs no Unicode."""
    shutil.copy(SERIAL, homework / "applyasync.py")
    result = run("applyasync.py", "-v", cwd=homework, PYTHONIOENCODING="ascii")
    report = result.stdout[result.stdout.index("\napplyasync ") :]
    assert report.isascii()
    assert max(len(line) for line in report.splitlines() if not line.startswith(("next:", "="))) <= 80


def test_settings_change_points(homework: Path) -> None:
    """[tool.grader] of the pyproject.toml above the scripts changes what a claim is worth."""
    settings = "[tool.grader.points.poolapply]\ntest_master_announces_its_pid = 5\n"
    (homework.parent / "pyproject.toml").write_text(settings, "utf-8")
    assert "score: 29 / 29" in run(homework / "poolapply.py", cwd=homework.parent).stdout


def test_settings_beside_the_scripts_are_the_students(homework: Path) -> None:
    """A submission cannot change what its claims are worth."""
    settings = "[tool.grader.points.poolapply]\ntest_master_announces_its_pid = 5\n"
    (homework / "pyproject.toml").write_text(settings, "utf-8")
    assert "score: 25 / 25" in run("poolapply.py", cwd=homework).stdout


def test_a_bad_setting_is_named(homework: Path) -> None:
    """A setting of the wrong kind is told with its value, its place and what was expected."""
    (homework.parent / "pyproject.toml").write_text('[tool.grader]\nworkers = "three"\n', "utf-8")
    result = run(homework / "poolapply.py", cwd=homework.parent)
    expected = "workers = 'three' in [tool.grader] of pyproject.toml: expected a list of whole numbers from 1 to 16"
    assert expected in result.stderr
    assert result.returncode == pytest.ExitCode.USAGE_ERROR


PRAISE = "All claims hold: your calls run in parallel, and no error is lost. Well done!"


def last_words(result: subprocess.CompletedProcess[str]) -> list[str]:
    """Return what is said of the score and behind it."""
    said = result.stdout[result.stdout.index("\nscore: ") + 1 :]
    return said[: said.index("\n=")].splitlines()


def test_the_full_praise_is_for_all_claims_of_all_exercises(homework: Path) -> None:
    """Also where the files are named one by one."""
    files = ["poolapply.py", "applyasync.py", "future.py"]
    assert last_words(run(*files, cwd=homework)) == ["score: 100 / 100", PRAISE]


def test_an_exercise_alone_leads_to_the_next_one(homework: Path) -> None:
    """The calls of the first one do not even run in parallel."""
    expected = ["score: 25 / 25", "All that was checked holds.", "next: applyasync.py"]
    assert last_words(run("poolapply.py", cwd=homework)) == expected


def test_the_last_exercise_alone_leads_to_all_of_them(homework: Path) -> None:
    """Nobody knows whether the ones before it were checked."""
    expected = ["score: 45 / 45", "All that was checked holds.", "next: check all exercises together"]
    assert last_words(run("future.py", cwd=homework)) == expected


@pytest.mark.parametrize(
    ("arguments", "score", "part", "following"),
    [
        (["applyasync.py::test_both_results_are_printed"], "4 / 4", "1 of 7", "applyasync.py"),
        (["-k", "master", "."], "2 / 2", "2 of 26", "poolapply.py"),
    ],
    ids=["node-id", "keyword"],
)
def test_a_part_is_called_a_part(homework: Path, arguments: list[str], score: str, part: str, following: str) -> None:
    """Of some claims that hold no praise follows for all."""
    part = f"{part} claims were run"
    expected = [f"score: {score}", part, "All that was checked holds.", f"next: {following}"]
    assert last_words(run(*arguments, cwd=homework)) == expected


def test_what_comes_behind_the_first_failure_is_not_run(homework: Path) -> None:
    """-x shrinks what the score is of, and that is said."""
    shutil.copy(SERIAL, homework / "applyasync.py")
    assert last_words(run("-x", homework, cwd=homework))[:2] == ["score: 38 / 47", "13 of 26 claims were run"]


STOPPER = """
def pytest_runtest_call(item):
    if item.name == "test_both_calls_sleep_at_the_same_time":
        raise KeyboardInterrupt
"""


def test_an_interrupted_run_is_not_praised(homework: Path, tmp_path: Path) -> None:
    """Ctrl-C in a script that is stuck: nothing had failed by then, and not everything was checked."""
    (tmp_path / "stopper.py").write_text(STOPPER, "utf-8")
    path = os.pathsep.join([os.fspath(ROOT), os.fspath(tmp_path)])
    result = run("-p", "stopper", "applyasync.py", cwd=homework, PYTHONPATH=path)
    part = "The run was interrupted, so not everything was checked: 4 of 7 claims were run"
    assert last_words(result)[:2] == ["score: 13 / 13", part]
    assert "hold" not in "".join(last_words(result))
    assert result.returncode == pytest.ExitCode.INTERRUPTED


def run_without(*modules: str, arguments: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    """Run a pytest that finds none of these modules, in the kit's folder."""
    plugins = ["-p", "no:timeout", "-p", "no:hypothesispytest", "-p", "no:cacheprovider"]
    code = (
        "import importlib.util as util, sys, pytest; find = util.find_spec; "
        f"util.find_spec = lambda name, *others: None if name in {modules} else find(name, *others); "
        f"sys.exit(pytest.main({[*plugins, *map(os.fspath, arguments)]}))"
    )
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("modules", "missing"),
    [
        (("pytest_timeout",), "pytest-timeout"),
        (("hypothesis",), "hypothesis"),
        (("hypothesis", "pytest_timeout"), "hypothesis and pytest-timeout"),
    ],
    ids=["timeout", "hypothesis", "both"],
)
def test_another_pytest_is_told_in_one_line(modules: tuple[str, ...], missing: str) -> None:
    """A pytest that happens to come first on the PATH lacks what the kit's own has: that is said, and what to type."""
    result = run_without(*modules, arguments=["exercises"])
    assert result.returncode == pytest.ExitCode.USAGE_ERROR
    assert (result.stdout, result.stderr.strip()) == (
        "",
        f"ERROR: the pytest of {sys.executable} lacks {missing}: type .venv/bin/pytest instead (on Windows "
        ".venv\\Scripts\\pytest), or activate the environment that the README sets up and type python -m pytest",
    )


@pytest.mark.parametrize("arguments", [[], ["tests"]], ids=["bare", "named"])
def test_the_kits_own_tests_name_the_extra_that_they_need(arguments: list[str]) -> None:
    """A student who types `pytest` alone is told so in one line, and what to type."""
    result = run_without("selenium", arguments=arguments)
    assert (result.returncode, result.stdout) == (pytest.ExitCode.USAGE_ERROR, "")
    assert result.stderr.strip() == (
        "ERROR: the kit's own tests need the extra dev (selenium is missing): .venv/bin/pip install -e '.[dev]'; "
        "exercises are graded with: pytest exercises"
    )


@pytest.mark.parametrize("argument", ["exercises/poolapply.py", "tests/submissions/freedoms/poolapply/ansi-colours"])
def test_submissions_are_graded_without_that_extra(argument: str) -> None:
    """Also those of the corpus, which lie beside the tests, and for which those run that need no extra."""
    result = run_without("selenium", arguments=[argument, "-k", "importing"])
    assert "score: " in result.stdout, result.stdout + result.stderr


def test_pytest_timeout_may_be_switched_off() -> None:
    """Whoever does so in the kit's own environment does without the last of the limits."""
    result = run_without(arguments=["exercises"])
    assert "score: 0 / 100" in result.stdout, result.stdout + result.stderr


def test_a_fourth_exercise_is_three_files(tmp_path: Path) -> None:
    """A new exercise is a stub, a solution and a module of checks: nothing else in the kit has to know it."""
    kit = tmp_path / "kit"
    shutil.copytree(ROOT / "grader", kit / "grader", ignore=shutil.ignore_patterns("__pycache__"))
    (kit / "grader/checks/test_double.py").write_text(
        "import pytest\n"
        "from grader.checks.functions import call, expect_value\n\n\n"
        "@pytest.mark.points(7)\n"
        "def test_doubles(script):\n"
        '    """double(x) returns 2 * x."""\n'
        '    expect_value(call(script, "double", 21), 42, "return 2 * x")\n',
        "utf-8",
    )
    for folder, body in (("exercises", "    # TODO: return twice x.\n    pass\n"), ("solutions", "    return 2 * x\n")):
        (kit / folder).mkdir()
        (kit / folder / "double.py").write_text(f"def double(x):\n{body}", "utf-8")
    solved = run("solutions", cwd=kit, PYTHONPATH=os.fspath(kit))
    assert "double  7 / 7" in solved.stdout, solved.stdout + solved.stderr
    assert "double  0 / 7  not started" in run("exercises", cwd=kit, PYTHONPATH=os.fspath(kit)).stdout
