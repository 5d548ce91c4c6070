"""The command `grader`, as it is typed."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from corpus import ROOT

import grader
from grader import commands

WITHOUT_TYPER = "import sys; sys.modules['typer'] = None; from grader.cli import main; sys.exit(main())"


def grader_command(*arguments: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command without colours, in 100 columns."""
    command = [sys.executable, "-m", "grader", *map(str, arguments)]
    return _run(command, {"COLUMNS": "100", "TERMINAL_WIDTH": "100", **environment})


def _run(command: list[str], environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    kept = {"PATH": os.environ["PATH"], "PYTHONPATH": os.fspath(ROOT), "PYTHONUTF8": "1"}
    return subprocess.run(command, env=kept | environment, capture_output=True, text=True, encoding="utf-8")


def test_the_version_is_told() -> None:
    """--version prints the version of the kit."""
    result = grader_command("--version")
    assert (result.returncode, result.stdout, result.stderr) == (0, f"grader {grader.__version__}\n", "")


def test_help_lists_every_command() -> None:
    """--help names each command with what it does."""
    result = grader_command("--help")
    assert result.returncode == 0
    for command in commands.names():
        assert f"│ {command} " in result.stdout


@pytest.mark.parametrize("command", commands.names())
def test_help_of_a_command_has_examples(command: str) -> None:
    """COMMAND --help shows command lines to start from, whole."""
    result = grader_command(command, "--help", TERMINAL_WIDTH="200", COLUMNS="200")
    assert result.returncode == 0
    shown = " ".join(result.stdout.split())
    for example in commands.module(command).EXAMPLES:
        assert example in shown


def test_a_command_that_is_none_is_told() -> None:
    """A misspelt command gets the one that was meant, and exit status 2."""
    result = grader_command("grde")
    assert "No such command 'grde'. Did you mean 'grade'?" in result.stderr
    assert result.returncode == 2


def test_a_missing_extra_is_told_with_the_command_that_installs_it() -> None:
    """Without Typer the command says how to get it, without a traceback, and exits with status 2."""
    result = _run([sys.executable, "-c", WITHOUT_TYPER], {})
    expected = (
        "grader: this needs typer, which is not installed. In the kit's folder: "
        "python -m pip install -e '.[classroom]'\n"
    )
    assert (result.returncode, result.stdout, result.stderr) == (2, "", expected)
