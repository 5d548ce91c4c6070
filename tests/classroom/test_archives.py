"""Unpacking what students packed: every kind, odd names, and what was packed to hurt."""

from __future__ import annotations

import contextlib
import io
import os
import stat
import subprocess
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from classes import packed

from grader.classroom.archives import BadArchive, Caps, Unpacked, unpack

KINDS = ("zip", "tar", "tar.gz", "tar.bz2", "tar.xz")
FILES = {"future.py": b"x = 1\n", "späß/李雷.py": b"y = 2\n"}


def unpacked(content: bytes, tmp_path: Path, caps: Caps | None = None) -> Unpacked:
    """Unpack an archive of this content."""
    (tmp_path / "archive").write_bytes(content)
    options = {} if caps is None else {"caps": caps}
    return unpack(tmp_path / "archive", tmp_path / "out", lambda name: name.endswith(".py"), **options)


def contents(out: Unpacked) -> dict[str, bytes]:
    """Return what came out, by the names in the archive."""
    return {file.name: file.path.read_bytes() for file in out.files if file.path is not None}


def bad(content: bytes, tmp_path: Path, caps: Caps | None = None) -> str:
    """Return why an archive is refused."""
    with pytest.raises(BadArchive) as caught:
        unpacked(content, tmp_path, caps)
    return str(caught.value)


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_unpacked(kind: str, tmp_path: Path) -> None:
    """zip and tar, packed or not, give their files back, whatever alphabet their names are in."""
    content = packed(FILES, kind) if kind != "tar" else packed(FILES, "tar.")
    assert contents(unpacked(content, tmp_path)) == FILES


def test_a_file_that_nobody_wants_stays_a_name(tmp_path: Path) -> None:
    """What is not wanted is not written, but its name is known."""
    out = unpacked(packed({"future.py": b"x", "film.mp4": b"y"}), tmp_path)
    assert [(file.name, file.path is None) for file in out.files] == [("future.py", False), ("film.mp4", True)]
    assert os.listdir(tmp_path / "out") == ["0000"]


def zip_of(*members: tuple[zipfile.ZipInfo | str, bytes]) -> bytes:
    """Return a zip with exactly these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for member, content in members:
            archive.writestr(member, content)
    return out.getvalue()


def tar_of(*members: tarfile.TarInfo, content: bytes = b"") -> bytes:
    """Return a tar.gz with exactly these members."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w:gz") as archive:
        for member in members:
            member.size = len(content) if member.isreg() else 0
            archive.addfile(member, io.BytesIO(content))
    return out.getvalue()


def link_in_zip() -> bytes:
    """Return a zip with a symbolic link to a file of this machine."""
    link = zipfile.ZipInfo("future.py")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    return zip_of((link, b"/etc/passwd"))


def in_tar(name: str, kind: bytes = tarfile.REGTYPE) -> bytes:
    """Return a tar with one member of a kind."""
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, "/etc/passwd"
    return tar_of(member)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda: zip_of(("../future.py", b"x")), "a path that leads out of the archive"),
        (lambda: zip_of(("a/../../future.py", b"x")), "a path that leads out of the archive"),
        (lambda: zip_of(("..\\future.py", b"x")), "a path that leads out of the archive"),
        (lambda: zip_of(("/tmp/future.py", b"x")), "an absolute path"),
        (lambda: zip_of(("C:\\future.py", b"x")), "an absolute path"),
        (link_in_zip, "a link, a device or a file with holes"),
        (lambda: in_tar("../future.py"), "a path that leads out of the archive"),
        (lambda: in_tar("/etc/future.py"), "an absolute path"),
        (lambda: in_tar("future.py", tarfile.SYMTYPE), "a link, a device or a file with holes"),
        (lambda: in_tar("future.py", tarfile.LNKTYPE), "a link, a device or a file with holes"),
        (lambda: in_tar("future.py", tarfile.FIFOTYPE), "a link, a device or a file with holes"),
        (lambda: in_tar("future.py", tarfile.CHRTYPE), "a link, a device or a file with holes"),
    ],
)
def test_what_could_reach_elsewhere_is_left_out(make: Callable[[], bytes], reason: str, tmp_path: Path) -> None:
    """Links, devices and names that lead elsewhere are left out and said; nothing is written but into the folder."""
    out = unpacked(make(), tmp_path)
    assert out.files == []
    assert len(out.notes) == 1
    assert reason in out.notes[0]
    assert sorted(os.listdir(tmp_path)) == ["archive", "out"]
    assert os.listdir(tmp_path / "out") == []


ZEROS = bytes(12 << 20)
_SHORT = "is damaged: Compressed file ended before the end-of-stream marker was reached"


@pytest.mark.parametrize(
    ("make", "caps", "message"),
    [
        (lambda: packed({"a.py": ZEROS}), None, "grows to more than 200 times its size: it is a bomb"),
        (lambda: packed({"a.py": ZEROS}, "tar.gz"), None, "grows to more than 200 times its size: it is a bomb"),
        (lambda: packed({"a.bin": ZEROS}, "tar.xz"), None, "grows to more than 200 times its size: it is a bomb"),
        (lambda: packed({"a.py": b"x" * 999}), Caps(size=50), "is larger than 0 MiB"),
        (lambda: packed({f"{n}.py": b"" for n in range(4)}), Caps(count=3), "holds more than 3 files"),
        (lambda: packed({f"{n}.py": b"" for n in range(4)}, "tar.gz"), Caps(count=3), "holds more than 3 files"),
        (lambda: packed({"a.py": os.urandom(2 << 20)}), Caps(total=1 << 20), "holds more than 1 MiB"),
        (lambda: packed({"a.py": os.urandom(2 << 20)}), Caps(one=1 << 20), "holds a file of more than 1 MiB: 'a.py'"),
        (lambda: packed({"a.py": b"x"}), Caps(directory=10), "has a table of contents of more than 0 MiB"),
        (lambda: packed({"a.py": b"x"})[:-30], None, "is damaged: it has no table of contents"),
        (lambda: packed({"a.py": os.urandom(99_999)}, "tar.gz")[:-9999], None, _SHORT),
        (lambda: packed({"a.py": os.urandom(99_999)}, "tar.xz")[:-9999], None, "is damaged: it ends too early"),
        (lambda: b"Rar!\x1a\x07\x01\x00", None, "is a RAR archive: pack it as zip or tar.gz"),
        (lambda: b"7z\xbc\xaf\x27\x1c", None, "is a 7z archive: pack it as zip or tar.gz"),
        (lambda: b"print('hello')\n", None, "is no archive, whatever its name says"),
        (lambda: b"", None, "is empty"),
    ],
)
def test_a_bad_archive_is_refused_with_the_reason(
    make: Callable[[], bytes], caps: Caps | None, message: str, tmp_path: Path
) -> None:
    """Bombs, damage and other kinds are refused, each with its own reason, before they cost anything."""
    assert bad(make(), tmp_path, caps) == message
    assert sum(file.stat().st_size for file in (tmp_path / "out").glob("*")) < 16 << 20


def test_a_file_with_holes_is_left_out(tmp_path: Path) -> None:
    """tar keeps a few bytes of it; unpacked it would be as large as it claims, past all counting."""
    (tmp_path / "future.py").touch()
    os.truncate(tmp_path / "future.py", 150 << 20)
    command = [
        "tar",
        "-C",
        str(tmp_path),
        "--format=gnu",
        "--sparse",
        "-cf",
        str(tmp_path / "archive.tar"),
        "future.py",
    ]
    subprocess.run(command, check=True)
    content = (tmp_path / "archive.tar").read_bytes()
    assert len(content) < 20_000
    out = unpacked(content, tmp_path)
    assert contents(out) == {}
    assert out.notes == ["'future.py' was left out of the archive: it is a link, a device or a file with holes"]


def test_damage_in_the_middle_is_told(tmp_path: Path) -> None:
    """A zip whose bytes changed on the way is damaged."""
    content = bytearray(packed({"a.py": os.urandom(9999)}))
    content[5000] ^= 0xFF
    assert bad(bytes(content), tmp_path) == "is damaged: Bad CRC-32 for file 'a.py'"


def test_an_encrypted_archive_is_told(tmp_path: Path) -> None:
    """A password is nothing that the grader could ask for."""
    content = bytearray(packed({"a.py": b"x = 1"}))
    content[6] |= 1
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    assert bad(bytes(content), tmp_path) == "is encrypted: it can be opened with a password only"


def test_names_of_old_zips_are_read(tmp_path: Path) -> None:
    """A name that is UTF-8 without saying so, as old tools wrote it, is read as that."""
    content = packed({"xx.py": b"x"}).replace(b"xx.py", "ä.py".encode())
    assert [file.name for file in unpacked(content, tmp_path).files] == ["ä.py"]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "tar"])
def test_random_damage_never_escapes(kind: str, tmp_path: Path) -> None:
    """Whatever byte of an archive is wrong, it is unpacked or refused, and nothing else happens."""
    whole = packed(FILES, kind)
    for place in range(0, len(whole), max(1, len(whole) // 60)):
        content = bytearray(whole)
        content[place] ^= 0x55
        (tmp_path / str(place)).mkdir()
        with contextlib.suppress(BadArchive):
            unpacked(bytes(content), tmp_path / str(place))
