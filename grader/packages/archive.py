"""Packs the kit for another system: the same bytes from the same files, whoever packs them, wherever and whenever."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

from grader.errors import BadInput
from grader.manifest import NAME, content, kit_files

_FILES = Path(__file__).parent / "files"
_BESIDE = ("LICENSE", "README.md")  # what installing the kit needs, and nobody's grade depends on
_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can hold
_UNIX = 3
_FILE, _PROGRAM = 0o100644, 0o100755


def systems() -> list[str]:
    """Return the names of the systems that there is a package for."""
    return sorted(path.name for path in _FILES.iterdir() if path.is_dir())


def pack(system: str, root: Path) -> bytes:
    """Return the package of a system as a zip file, made of the checkout at `root`.

    Files are stored without compression, because every release of zlib compresses in its own way. Raises BadInput for
    a system that is not known, and where `root` is no checkout.
    """
    if system not in systems():
        raise BadInput(f"there is no package for {system}; there are {', '.join(systems())}")
    if not (root / "pyproject.toml").is_file():
        raise BadInput(f"{root} is not a checkout of the kit: a package is made of one, where pyproject.toml is")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, file in sorted([*_files_of(system), *_kit(root)]):
            archive.writestr(_entry(name), content(file))
    return packed.getvalue()


def _files_of(system: str) -> Iterator[tuple[str, Path]]:
    for file in (_FILES / system).rglob("*"):
        if file.is_file() and "__pycache__" not in file.parts:
            yield file.relative_to(_FILES / system).as_posix(), file


def _kit(root: Path) -> Iterator[tuple[str, Path]]:
    for name in [*kit_files(root), *_BESIDE, NAME]:
        if (root / name).is_file():
            yield f"kit/{name}", root / name


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.create_system = _UNIX
    is_program = not name.startswith("kit/") and not name.endswith(".py")
    entry.external_attr = (_PROGRAM if is_program else _FILE) << 16
    return entry
