"""How commands end when something is the matter: with their output, with a file, or with who typed them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from corpus import ROOT
from samples import everything
from test_cli import grader_command

from grader.cli import main

pytestmark = pytest.mark.full

FULL = Path("/dev/full")
SCRIPT = """\
import time
from multiprocessing import Pool

def größe_数(x):
    time.sleep(x)

if __name__ == "__main__":
    with Pool(1) as pool:
        pool.apply(größe_数, (1,))
"""


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report of a class with names in several alphabets."""
    (tmp_path / "grades.json").write_text("".join(everything().chunks()), "utf-8")
    return tmp_path


def run_into(output: int, *arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Run the command with its output going somewhere."""
    kept = {"PATH": os.environ["PATH"], "PYTHONPATH": os.fspath(ROOT), "COLUMNS": "100", **environment}
    command = [sys.executable, "-m", "grader", *map(str, arguments)]
    return subprocess.run(command, env=kept, stdout=output, stderr=subprocess.PIPE)


def shown(encoding: str, *arguments: object) -> str:
    """Return what the command writes in an encoding, in which every byte of it is."""
    result = run_into(subprocess.PIPE, *arguments, PYTHONIOENCODING=encoding)
    assert (result.returncode, result.stderr) == (0, b"")
    return result.stdout.decode(encoding)


def test_an_encoding_without_the_letters_stops_no_command(report: Path) -> None:
    """What an encoding does not have is written as an escape, and all else as it is."""
    assert "Zoë Stub" in shown("cp1252", "show", report)
    assert r"\u674e\u96f7" in shown("cp1252", "show", report)
    assert r"Zo\xeb Stub" in shown("ascii", "show", report, "zoë")
    assert "nothing changed" in shown("ascii", "compare", report, report)
    assert "Usage" in shown("ascii", "grade", "--help")


def test_a_changed_class_is_told_in_any_encoding(report: Path) -> None:
    """The same of `compare`, whose exit status stays 1 for a change."""
    changed = everything()
    changed.submissions[3].name = "雷"
    changed.submissions[3].reason = "李"
    (report / "new.json").write_text("".join(changed.chunks()), "utf-8")
    result = run_into(subprocess.PIPE, "compare", report, report / "new.json", PYTHONIOENCODING="ascii")
    assert (result.returncode, result.stderr) == (1, b"")
    assert rb"\u96f7  no grade -> no grade" in result.stdout


def test_a_timeline_is_drawn_in_any_encoding(tmp_path: Path) -> None:
    """Names of functions may have letters that the terminal has not."""
    (tmp_path / "script.py").write_text(SCRIPT, "utf-8")
    assert r"gr\xf6\xdfe_\u6570(1)" in shown("ascii", "timeline", tmp_path / "script.py")


def test_a_class_is_graded_in_any_encoding(tmp_path: Path) -> None:
    """Who cannot be graded is named, whatever the terminal can write."""
    for name, content in {"李雷/all.zip": b"no zip", "alice/future.py": b"pass"}.items():
        (tmp_path / "class" / name).parent.mkdir(parents=True)
        (tmp_path / "class" / name).write_bytes(content)
    words = ("grade", tmp_path / "class", "--out", tmp_path / "report")
    result = run_into(subprocess.PIPE, *words, PYTHONIOENCODING="cp1252")
    assert result.returncode == 0, result.stderr
    assert rb"  \u674e\u96f7  all.zip is no archive, whatever its name says" in result.stdout


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a file that is always full")
@pytest.mark.parametrize("arguments", [["show"], ["compare", "."]], ids=["show", "compare"])
def test_output_that_cannot_be_written_is_told(arguments: list[str], report: Path) -> None:
    """A full disk behind the output gets one line and exit status 1."""
    with FULL.open("wb") as full:
        result = run_into(full.fileno(), *arguments[:1], *[report for _ in arguments])
    said = b"grader: the output, as it seems, cannot be written: No space left on device\n"
    assert (result.returncode, result.stderr) == (1, said)


def test_output_that_nobody_reads_ends_a_command_quietly(report: Path) -> None:
    """`grader show report | head` says nothing of a broken pipe; the exit status is that of other tools in a pipe."""
    for arguments in (["show", report], ["show", report, "bob"], ["compare", report, report]):
        reader, writer = os.pipe()
        os.close(reader)
        result = run_into(writer, *arguments)
        os.close(writer)
        assert (result.returncode, result.stderr) == (141, b"")


def test_ctrl_c_before_anything_is_imported_is_one_line(tmp_path: Path) -> None:
    """The first second goes by with imports; Ctrl-C ends it as it ends all that comes later."""
    (tmp_path / "typer.py").write_text("raise KeyboardInterrupt\n", "utf-8")
    result = grader_command("grade", "class", "--out", "report", PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}")
    assert (result.returncode, result.stdout, result.stderr) == (130, "", "grader: stopped\n")


@pytest.mark.parametrize(
    ("raised", "status", "said"),
    [
        (KeyboardInterrupt(), 130, "grader: stopped\n"),
        (PermissionError(13, "Permission denied", "grades.json"), 1, "grader: grades.json: Permission denied\n"),
    ],
    ids=["Ctrl-C", "a file"],
)
def test_what_ends_a_command_is_one_line(
    raised: BaseException,
    status: int,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Ctrl-C, or a file that the system refuses, ends every command with one line."""

    def fail(report: Path) -> None:
        raise raised

    monkeypatch.setattr("grader.commands.show.grades.read", fail)
    monkeypatch.setattr("sys.argv", ["grader", "show", "report"])
    assert main() == status
    assert capsys.readouterr().err == said
