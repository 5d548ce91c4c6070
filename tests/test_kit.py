"""The kit checks itself: stubs earn nothing, solutions everything, and the two tell one lesson."""

from __future__ import annotations

import ast
import subprocess
import sys

import pytest
from corpus import ROOT, grade

from grader.checks import exercises

STUBS, SOLUTIONS = ROOT / "exercises", ROOT / "solutions"


@pytest.mark.parametrize("name", exercises())
def test_every_exercise_has_a_stub_a_solution_and_checks(name: str) -> None:
    """An exercise is a stub, a solution and a module of checks, all of one name."""
    assert (STUBS / f"{name}.py").is_file()
    assert (SOLUTIONS / f"{name}.py").is_file()


def test_no_stray_file() -> None:
    """The folders of stubs and solutions hold nothing else."""
    expected = {f"{name}.py" for name in exercises()}
    assert {path.name for path in STUBS.iterdir() if path.name != "__pycache__"} == expected | {"README.md"}
    assert {path.name for path in SOLUTIONS.iterdir() if path.name != "__pycache__"} == expected


def test_solutions_earn_full_marks() -> None:
    """The three solutions earn 100 points in all."""
    graded = grade([SOLUTIONS / f"{name}.py" for name in exercises()])
    assert [exercise.score for exercise in graded.values()] == [exercise.max_score for exercise in graded.values()]
    assert sum(exercise.score for exercise in graded.values()) == 100


def test_stubs_earn_nothing() -> None:
    """An untouched stub earns nothing and is said to be not started."""
    graded = grade([STUBS / f"{name}.py" for name in exercises()])
    assert {(exercise.score, exercise.not_started) for exercise in graded.values()} == {(0, True)}


@pytest.mark.parametrize("name", exercises())
def test_a_stub_runs_nothing(name: str) -> None:
    """A stub parses, and prints nothing when it is run."""
    run = subprocess.run([sys.executable, STUBS / f"{name}.py"], capture_output=True, check=True)
    assert (run.stdout, run.stderr) == (b"", b"")


@pytest.mark.parametrize("name", exercises())
def test_a_solution_is_its_stub_with_the_gaps_filled(name: str) -> None:
    """Stub and solution define the same functions with the same docstrings, and open with the same scenario."""
    stub, solution = (ast.parse((folder / f"{name}.py").read_text("utf-8")) for folder in (STUBS, SOLUTIONS))
    assert ast.get_docstring(stub) == ast.get_docstring(solution)
    assert _functions(stub) == _functions(solution)
    assert "# TODO:" in (STUBS / f"{name}.py").read_text("utf-8")
    assert "TODO" not in (SOLUTIONS / f"{name}.py").read_text("utf-8")


def _functions(tree: ast.Module) -> list[tuple[str, str, str | None]]:
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return [(node.name, ast.unparse(node.args), ast.get_docstring(node)) for node in functions]
