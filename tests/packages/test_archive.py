"""Packing the kit."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from corpus import ROOT

from grader.errors import BadInput
from grader.manifest import kit_files
from grader.packages.archive import pack, systems

TOP = {
    "classroom50": {"autograder.py"},
    "exercism": {"bin/run.sh"},
    "gradescope": {"run_autograder", "setup.sh"},
}


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of the checkout, with other times and rights, and by-products in it."""
    copy = tmp_path / "another place"
    for name in ("grader", ".github"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("LICENSE", "README.md", "pyproject.toml"):
        shutil.copy(ROOT / name, copy)
        (copy / name).chmod(0o600)
        os.utime(copy / name, (0, 0))
    (copy / "grader/__pycache__").mkdir()
    (copy / "grader/__pycache__/cli.cpython-311.pyc").write_bytes(b"x")
    (copy / "solutions").mkdir()
    return copy


@pytest.mark.parametrize("system", TOP)
def test_a_package_is_the_kit_and_what_runs_it(system: str) -> None:
    """At the top lies what the system starts; the kit lies beside it, whole, and nothing else of the checkout."""
    with zipfile.ZipFile(io.BytesIO(pack(system, ROOT))) as archive:
        names = set(archive.namelist())
        programs = {entry.filename for entry in archive.infolist() if entry.external_attr >> 16 == 0o100755}
    assert {name for name in names if not name.startswith("kit/")} == TOP[system]
    assert {f"kit/{name}" for name in kit_files(ROOT)} <= names
    assert not [name for name in names if "solutions" in name or "__pycache__" in name]
    assert programs == {name for name in TOP[system] if not name.endswith(".py")}


@pytest.mark.parametrize("system", TOP)
def test_the_same_checkout_gives_the_same_bytes(system: str, checkout: Path) -> None:
    """Place, times, rights, line ends and by-products of a checkout leave no trace in its package."""
    text = (checkout / "README.md").read_bytes()
    (checkout / "README.md").write_bytes(text.replace(b"\n", b"\r\n"))
    assert hashlib.sha256(pack(system, checkout)).digest() == hashlib.sha256(pack(system, ROOT)).digest()


def test_there_is_a_package_for_each_system_that_is_known() -> None:
    """The systems are those with files of their own."""
    assert systems() == sorted(TOP)


def test_the_command_writes_the_package(tmp_path: Path) -> None:
    """`grader package` writes the file and says so."""
    command = [sys.executable, "-m", "grader", "package", "exercism", "--out", "runner.zip"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    assert (result.returncode, result.stdout) == (0, "runner.zip: the kit for exercism\n"), result.stderr
    assert (tmp_path / "runner.zip").read_bytes() == pack("exercism", ROOT)


def test_a_package_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    """The option, the file and the reason are named, without a traceback."""
    command = [sys.executable, "-m", "grader", "package", "exercism", "--out", "nowhere/runner.zip"]
    result = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)
    path = Path("nowhere/runner.zip")
    expected = f"grader: --out {path}: the file cannot be written: No such file or directory\n"
    assert (result.returncode, result.stderr) == (2, expected)


def test_an_unknown_system_is_told() -> None:
    """What there are packages for is named."""
    with pytest.raises(BadInput, match="no package for moodle; there are classroom50, exercism, gradescope"):
        pack("moodle", ROOT)


def test_a_package_needs_a_checkout(tmp_path: Path) -> None:
    """An installed kit without its pyproject.toml cannot be packed, and it is said what is missing."""
    with pytest.raises(
        BadInput, match=r"is not a checkout of the kit: a package is made of one, where pyproject\.toml"
    ):
        pack("gradescope", tmp_path)
