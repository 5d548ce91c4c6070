"""Which files make the grader what it is, and whether those of a checkout are still the ones that were published.

The manifest is a file in the form of `sha256sum`; `python -m grader.manifest` writes it anew. Lines end as in the
repository (LF), whatever the checkout has.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from grader.errors import BadInput

ROOT = Path(__file__).resolve().parents[1]
NAME = "grader/MANIFEST.sha256"
_ALONE = ("pyproject.toml", ".github/workflows/grade.yml")
_FOLDER = "grader"
_LARGEST = 1 << 22  # bytes of a file of the kit
_BY_PRODUCTS = (".pyc", ".pyo", ".so")


def kit_files(root: Path) -> list[str]:
    """Return the paths of the files that grade, or decide how: the package, its settings, the workflow."""
    return sorted({*_package(root), *(name for name in _ALONE if os.path.lexists(root / name))} - {NAME})


def content(file: Path) -> bytes:
    """Return what a file of the kit holds, with the line ends of the repository."""
    return file.read_bytes().replace(b"\r\n", b"\n")


def manifest_of(root: Path) -> dict[str, str]:
    """Return the digest of each file of the kit; what is no regular file has the digest "?"."""
    return {name: _digest(root / name) for name in kit_files(root)}


def differences(expected: dict[str, str], found: dict[str, str]) -> list[str]:
    """Return what was done to the files, a line each: changed, missing, added."""
    lines = [f"changed  {name}" for name in expected.keys() & found.keys() if expected[name] != found[name]]
    lines += [f"missing  {name}" for name in expected.keys() - found.keys()]
    lines += [f"added    {name}" for name in found.keys() - expected.keys()]
    return sorted(lines, key=lambda line: line[9:])


def write(root: Path) -> None:
    """Write the manifest of a checkout into it."""
    lines = [f"{digest}  {name}\n" for name, digest in manifest_of(root).items()]
    (root / NAME).write_text("".join(lines), "utf-8", newline="\n")


def read(root: Path) -> dict[str, str] | None:
    """Return the manifest that a checkout holds, or None where it has none."""
    file = root / NAME
    if not file.is_file():
        return None
    pairs = [line.partition("  ") for line in file.read_text("utf-8").splitlines()]
    if not all(len(digest) == 64 and name for digest, _, name in pairs):
        raise BadInput(f"{NAME} is no manifest: each line should be a SHA-256, two blanks and a path")
    return {name: digest for digest, _, name in pairs}


def _package(root: Path) -> Iterator[str]:
    if (root / _FOLDER).is_symlink():
        return
    for folder, folders, files in os.walk(root / _FOLDER):
        folders[:] = [name for name in folders if name != "__pycache__"]
        links = [name for name in folders if Path(folder, name).is_symlink()]
        for name in [*files, *links]:
            if not name.endswith(_BY_PRODUCTS):
                yield Path(folder, name).relative_to(root).as_posix()


def _digest(file: Path) -> str:
    if file.is_symlink() or not file.is_file() or file.stat().st_size > _LARGEST:
        return "?"
    return hashlib.sha256(content(file)).hexdigest()


if __name__ == "__main__":
    write(ROOT)
    print(f"{NAME}: {len(manifest_of(ROOT))} files")
