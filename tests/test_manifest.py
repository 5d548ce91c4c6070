"""The files of the grader and their digests."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from grader.errors import BadInput
from grader.manifest import NAME, ROOT, differences, kit_files, manifest_of, read, write


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """A small kit with a manifest."""
    for name in ("grader/plugin.py", "grader/checks/test_a.py", "pyproject.toml", ".github/workflows/grade.yml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(f"{name}\n", "utf-8", newline="\n")
    (tmp_path / "exercises").mkdir()
    (tmp_path / "exercises/future.py").touch()
    write(tmp_path)
    return tmp_path


def test_the_files_that_grade(kit: Path) -> None:
    """Package, settings and workflow belong to the kit; scripts, caches and the manifest itself do not."""
    (kit / "grader/__pycache__").mkdir()
    (kit / "grader/__pycache__/plugin.cpython-311.pyc").touch()
    expected = [".github/workflows/grade.yml", "grader/checks/test_a.py", "grader/plugin.py", "pyproject.toml"]
    assert kit_files(kit) == expected


def test_an_unchanged_kit_has_no_differences(kit: Path) -> None:
    """What was written is what is read, also where the checkout has other line ends."""
    expected = read(kit)
    assert expected is not None
    (kit / "pyproject.toml").write_bytes(b"pyproject.toml\r\n")
    assert differences(expected, manifest_of(kit)) == []


def test_every_kind_of_change_is_told(kit: Path) -> None:
    """Changed, missing and added files are named, in the order of their paths."""
    expected = manifest_of(kit)
    (kit / "grader/plugin.py").write_text("x", "utf-8")
    (kit / "grader/checks/test_a.py").unlink()
    (kit / "grader/checks/test_b.py").touch()
    assert differences(expected, manifest_of(kit)) == [
        "missing  grader/checks/test_a.py",
        "added    grader/checks/test_b.py",
        "changed  grader/plugin.py",
    ]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes in folders")
def test_what_is_no_regular_file_is_not_opened(kit: Path) -> None:
    """Links, pipes and files of many megabytes are changes; nobody waits for them or follows them."""
    expected = manifest_of(kit)
    (kit / "grader/plugin.py").unlink()
    os.mkfifo(kit / "grader/plugin.py")
    (kit / "grader/elsewhere").symlink_to("/")
    (kit / "pyproject.toml").unlink()
    (kit / "pyproject.toml").symlink_to("/dev/zero")
    os.truncate(kit / "grader/checks/test_a.py", 1 << 40)
    assert differences(expected, manifest_of(kit)) == [
        "changed  grader/checks/test_a.py",
        "added    grader/elsewhere",
        "changed  grader/plugin.py",
        "changed  pyproject.toml",
    ]


def test_a_linked_package_is_none(kit: Path) -> None:
    """A folder that is a link to another one is not the kit's."""
    expected = manifest_of(kit)
    (kit / "grader").rename(kit / "other")
    (kit / "grader").symlink_to("other")
    assert differences(expected, manifest_of(kit)) == ["missing  grader/checks/test_a.py", "missing  grader/plugin.py"]


def test_sha256sum_reads_the_manifest(kit: Path) -> None:
    """The system's own tool agrees."""
    result = subprocess.run(["sha256sum", "--check", "--quiet", NAME], cwd=kit, capture_output=True, text=True)
    assert (result.returncode, result.stdout) == (0, "")


def test_a_broken_manifest_is_told(kit: Path) -> None:
    """A file that is no manifest is bad input; no file is no manifest."""
    (kit / NAME).write_text("hello\n", "utf-8")
    with pytest.raises(BadInput, match=r"grader/MANIFEST\.sha256 is no manifest: each line should be a SHA-256"):
        read(kit)
    (kit / NAME).unlink()
    assert read(kit) is None


def test_the_manifest_of_this_kit_is_up_to_date() -> None:
    """Where the kit has a manifest, it is that of its files: after a change, `python -m grader.manifest` writes it."""
    published = read(ROOT)
    assert published is None or differences(published, manifest_of(ROOT)) == [], "run python -m grader.manifest"
