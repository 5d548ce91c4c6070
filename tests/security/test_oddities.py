"""Odd things that are handed in: each is graded right or "not gradable" with its reason, and the class goes on."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import socket
import stat
import struct
import subprocess
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from .cases import SOLUTIONS
from .grading import KIT

pytestmark = [
    pytest.mark.full,
    pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse most of these names and files"),
]
SCRIPTS = {f"{name}.py": (SOLUTIONS / f"{name}.py").read_bytes() for name in ("poolapply", "applyasync", "future")}
OTHERS = {name: content for name, content in SCRIPTS.items() if name != "poolapply.py"}
BOTH = 75  # points of the two scripts that are as they should be
ALL = 100
MEBI = 1 << 20


@dataclass(frozen=True)
class Odd:
    """One odd submission: how it is made in its folder, the points that it gets (None: not gradable), what is said."""

    make: Callable[[Path], object]
    score: float | None
    says: str = ""


def whole(folder: Path) -> None:
    """Hand in the three solutions."""
    _write(folder, SCRIPTS)


def beside(make: Callable[[Path], object]) -> Callable[[Path], object]:
    """Hand in two solutions, and something odd as poolapply.py."""

    def both(folder: Path) -> None:
        _write(folder, OTHERS)
        make(folder / "poolapply.py")

    return both


def _write(folder: Path, files: dict[str, bytes]) -> None:
    for name, content in files.items():
        (folder / name).write_bytes(content)


def _sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(100 * MEBI)


def _socket(path: Path) -> None:
    home = os.getcwd()
    os.chdir(path.parent)  # the name of a socket has a hundred bytes at most
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path.name)
    os.chdir(home)


def _device(path: Path) -> None:
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 5))  # /dev/zero, which never ends
    except PermissionError:
        os.mkfifo(path)


# archives -------------------------------------------------------------------------------------------------------


def packed(change: Callable[[zipfile.ZipFile], object], name: str = "work.zip") -> Callable[[Path], object]:
    """Hand in a zip of the three solutions, changed before or after they are in it."""

    def make(folder: Path) -> None:
        with zipfile.ZipFile(folder / name, "w", zipfile.ZIP_DEFLATED) as archive:
            for each, content in SCRIPTS.items():
                archive.writestr(each, content)
            change(archive)

    return make


def patched(change: Callable[[bytes], bytes], name: str = "work.zip") -> Callable[[Path], object]:
    """Hand in a zip whose bytes are changed."""

    def make(folder: Path) -> None:
        packed(lambda archive: None, name)(folder)
        (folder / name).write_bytes(change((folder / name).read_bytes()))

    return make


def taken(*members: tuple[tarfile.TarInfo, bytes], name: str = "work.tar.gz") -> Callable[[Path], object]:
    """Hand in a tar of the three solutions and of these members."""

    def make(folder: Path) -> None:
        with tarfile.open(folder / name, "w:gz" if name.endswith("gz") else "w") as archive:
            for info, content in [*members, *((_member(each), content) for each, content in SCRIPTS.items())]:
                info.size = info.size or len(content)
                archive.addfile(info, io.BytesIO(content) if content else None)

    return make


def _member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info


def _zip_link(archive: zipfile.ZipFile) -> None:
    info = zipfile.ZipInfo("notes.py")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    archive.writestr(info, "/etc/passwd")


def _many(archive: zipfile.ZipFile) -> None:
    for number in range(100_000):
        archive.writestr(zipfile.ZipInfo(f"{number}"), b"")


def _bomb(folder: Path) -> None:
    with zipfile.ZipFile(folder / "work.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("poolapply.py", bytes(200 * MEBI))


def _nested(folder: Path) -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("poolapply.py", bytes(8 * MEBI))
    for _ in range(6):
        outer = io.BytesIO()
        with zipfile.ZipFile(outer, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(10):
                archive.writestr(f"{number}.zip", inner.getvalue())
        inner = outer
    (folder / "work.zip").write_bytes(inner.getvalue())


def _many_zips(folder: Path) -> None:
    with zipfile.ZipFile(folder / "work.zip", "w") as archive:
        for number in range(1000):
            archive.writestr(f"{number}.zip", b"PK\5\6" + bytes(18))


def _overlapping(folder: Path) -> None:
    """Ten thousand entries of the table of contents that all mean the same ten megabytes."""
    body = zlib.compress(bytes(10 * MEBI), 9)[2:-4]
    head = struct.pack(
        "<4s5H3I2H", b"PK\3\4", 20, 0, 8, 0, 33, zlib.crc32(bytes(10 * MEBI)), len(body), 10 * MEBI, 12, 0
    )
    local = head + b"poolapply.py" + body
    entries = b""
    for number in range(9000):
        name = b"%d/poolapply.py" % number
        fields = (20, 20, 0, 8, 0, 33, zlib.crc32(bytes(10 * MEBI)) if not number else 0, len(body), 10 * MEBI)
        entries += struct.pack("<4s6H3I5H2I", b"PK\1\2", *fields, len(name), 0, 0, 0, 0, 0, 0) + name
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 9000, 9000, len(entries), len(local), 0)
    (folder / "work.zip").write_bytes(local + entries + end)


def _gzip_bomb(folder: Path) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    content = b"".join(packer.compress(bytes(MEBI)) for _ in range(200)) + packer.flush()
    (folder / "work.tar.gz").write_bytes(content)


def _encrypted(content: bytes) -> bytes:
    return content.replace(b"PK\1\2\x14\3\x14\0\0\0", b"PK\1\2\x14\3\x14\0\1\0").replace(
        b"PK\3\4\x14\0\0\0", b"PK\3\4\x14\0\1\0"
    )


def _foreign_names(archive: zipfile.ZipFile) -> None:
    for text, code in (
        ("задание", "cp866"),
        ("課題", "shift_jis"),
        ("作业", "gbk"),
        ("tâche", "latin-1"),
        ("\x00\x01", "ascii"),
    ):
        archive.writestr(zipfile.ZipInfo(text.encode(code).decode("cp437") + ".txt"), b"")


def _sparse_tar(folder: Path) -> None:
    info = _member("poolapply.py", tarfile.GNUTYPE_SPARSE)
    header = bytearray(info.tobuf(tarfile.GNU_FORMAT))
    header[483:495] = b"\x80" + bytes(4) + (1 << 40).to_bytes(7, "big")  # its real size: a terabyte
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    (folder / "work.tar").write_bytes(bytes(header) + bytes(1024))


def _endless_header(folder: Path) -> None:
    header = _member("x", tarfile.XHDTYPE)
    header.size = 1 << 40
    (folder / "work.tar").write_bytes(header.tobuf(tarfile.GNU_FORMAT) + b"1000000 path=" + b"x" * 5000)


NAMES: list[str | bytes] = [
    "-rf",
    "--help",
    "<script>alert(1)<",
    "=1+1",
    "new\nline",
    "x" * 250,
    "$(touch pwned)",
    "`touch pwned`; touch pwned",
    "%s%n{0}{{7*7}}",
    "\x1b[31m\x07\r",
    "\u202eevil\u2066",
    b"\xff\xfe\x80",
    "con",
    "trailing. ",
    "'\"\\",
    "é\u0301\u200b",
    "grades.json",
    "..py",
]
ODD: dict[str, Odd] = {
    "folder": Odd(beside(Path.mkdir), BOTH, "poolapply.py"),
    "fifo": Odd(beside(os.mkfifo), BOTH),
    "link": Odd(beside(lambda path: path.symlink_to("/etc/passwd")), BOTH),
    "link-to-the-neighbour": Odd(beside(lambda path: path.symlink_to("../honest/poolapply.py")), BOTH),
    "link-to-itself": Odd(beside(lambda path: path.symlink_to("poolapply.py")), BOTH),
    "folder-that-is-a-link": Odd(lambda folder: (whole(folder), (folder / "more").symlink_to("..")), ALL),
    "socket": Odd(beside(_socket), BOTH),
    "device": Odd(beside(_device), BOTH),
    "hundred-megabytes": Odd(beside(_sparse), BOTH),
    "nothing-but-null-bytes": Odd(beside(lambda path: path.write_bytes(bytes(1000))), BOTH, "null bytes"),
    "program-of-the-machine": Odd(beside(lambda path: shutil.copy(sys.executable, path)), BOTH),
    "empty-folder": Odd(lambda folder: None, None),
    "only-a-fifo": Odd(lambda folder: os.mkfifo(folder / "poolapply.py"), None),
    "deep": Odd(
        lambda folder: (whole(folder), (folder / Path(*"abcdefghijklmnopqrstuvwxyz" * 3)).mkdir(parents=True)), ALL
    ),
    "zip-absolute": Odd(packed(lambda archive: archive.writestr("/tmp/pwned.py", b"")), ALL, "left out"),
    "zip-parent": Odd(packed(lambda archive: archive.writestr("../../pwned.py", b"")), ALL, "left out"),
    "zip-backslashes": Odd(packed(lambda archive: archive.writestr("..\\..\\pwned.py", b"")), ALL),
    "zip-drive": Odd(packed(lambda archive: archive.writestr("C:\\pwned.py", b"")), ALL),
    "zip-link": Odd(packed(_zip_link), ALL, "left out"),
    "zip-foreign-names": Odd(packed(_foreign_names), ALL),
    "zip-hundred-thousand": Odd(packed(_many), None, "more than"),
    "zip-bomb": Odd(_bomb, None),
    "zip-nested-bomb": Odd(_nested, None, "archives in archives"),
    "zip-of-many-zips": Odd(_many_zips, None, "more than 20 archives"),
    "zip-overlapping": Odd(_overlapping, None),
    "zip-encrypted": Odd(patched(_encrypted), None, "password"),
    "zip-truncated": Odd(patched(lambda content: content[: len(content) // 2]), None, "damaged"),
    "zip-damaged": Odd(patched(lambda content: content.replace(b"PK\3\4", b"PK\3\5")), None, "damaged"),
    "zip-of-nothing": Odd(patched(lambda content: b""), None),
    "zip-that-is-text": Odd(patched(lambda content: b"print('hello')\n"), None),
    "zip-that-is-a-tar": Odd(
        lambda folder: (taken(name="w.tar.gz")(folder), os.rename(folder / "w.tar.gz", folder / "w.zip")), ALL
    ),
    "tar-that-is-a-zip": Odd(packed(lambda archive: None, "work.tar.gz"), ALL),
    "rar": Odd(lambda folder: (folder / "work.rar").write_bytes(b"Rar!\x1a\x07\1\0" + bytes(100)), None),
    "tar-absolute": Odd(taken((_member("/tmp/pwned.py"), b"#")), ALL, "left out"),
    "tar-parent": Odd(taken((_member("../../pwned.py"), b"#")), ALL, "left out"),
    "tar-link": Odd(taken((_member("notes.py", tarfile.SYMTYPE, "/etc/passwd"), b"")), ALL, "left out"),
    "tar-hard-link": Odd(taken((_member("notes.py", tarfile.LNKTYPE, "/etc/passwd"), b"")), ALL, "left out"),
    "tar-link-then-file": Odd(
        taken((_member("out", tarfile.SYMTYPE, "/tmp"), b""), (_member("out/pwned.py"), b"#")), ALL, "left out"
    ),
    "tar-fifo": Odd(taken((_member("notes.py", tarfile.FIFOTYPE), b"")), ALL, "left out"),
    "tar-device": Odd(taken((_member("notes.py", tarfile.CHRTYPE), b"")), ALL, "left out"),
    "tar-bomb": Odd(_gzip_bomb, None),
    "tar-sparse": Odd(_sparse_tar, None),
    "tar-endless-header": Odd(_endless_header, None),
    "tar-truncated": Odd(
        lambda folder: (
            taken(name="work.tar")(folder),
            os.truncate(folder / "work.tar", 700),
        ),
        None,
    ),
}


@dataclass(frozen=True)
class Graded:
    """The grades of the class, by the place of each odd submission, and what the command said."""

    submissions: list[dict[str, Any]]
    output: str
    page: str

    def of(self, place: int) -> dict[str, Any]:
        """Return the entry of the submission with this number; its files say whose it is."""
        return next(each for each in self.submissions if each["name"].startswith(f"{place:03}"))


@pytest.fixture(scope="module")
def graded(tmp_path_factory: pytest.TempPathFactory) -> Graded:
    """Grade one class of all odd submissions, and of an honest neighbour."""
    place = tmp_path_factory.mktemp("odd")
    handed_in = place / "class"
    for name in ("honest", *(f"{number:03} {name}" for number, name in enumerate(ODD))):
        (handed_in / name).mkdir(parents=True)
        (whole if name == "honest" else ODD[name[4:]].make)(handed_in / name)
    for odd_name in NAMES:
        folder = os.path.join(os.fsencode(handed_in), os.fsencode(odd_name))
        os.mkdir(folder)
        for script, content in SCRIPTS.items():
            with open(os.path.join(folder, os.fsencode(script)), "wb") as file:
                file.write(content)
    before = _digest(handed_in), _outside()
    command = [sys.executable, "-m", "grader", "grade", os.fspath(handed_in), "--out", os.fspath(place / "report")]
    kept = {"PATH": os.environ["PATH"], "PYTHONPATH": os.fspath(KIT), "PYTHONUTF8": "1", "HOME": os.fspath(place)}
    done = subprocess.run(command, cwd=place, env=kept, capture_output=True, timeout=500)
    output = (done.stdout + done.stderr).decode("utf-8")
    assert done.returncode == 0, output
    assert (_digest(handed_in), _outside()) == before
    assert not [path for path in place.rglob("pwned*") if not path.is_relative_to(handed_in)]
    data = json.loads((place / "report/grades.json").read_text("utf-8"))
    page = (place / "report/index.html").read_text("utf-8")
    return Graded(data["submissions"], output, page)


def _digest(folder: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*"), key=os.fsencode):
        status = path.lstat()
        total.update(os.fsencode(path) + repr((status.st_mode, status.st_size, status.st_mtime_ns)).encode())
    return total.hexdigest()


def _outside() -> list[str]:
    return [path for path in ("/tmp/pwned.py", "/pwned.py") if os.path.lexists(path)]


@pytest.mark.parametrize("name", ODD)
def test_what_is_odd_is_graded_right_or_said(name: str, graded: Graded) -> None:
    """It gets the points of what can be graded, or none with the reason."""
    odd = ODD[name]
    entry = graded.of(list(ODD).index(name))
    if odd.score is None:
        assert entry["status"] == "ungradable"
        assert 0 < len(entry["reason"]) < 500
    else:
        assert (entry["status"], entry["score"]) == ("graded", odd.score)
    assert odd.says in json.dumps(entry)


def test_the_neighbours_are_graded_as_ever(graded: Graded) -> None:
    """An honest submission has all points, and so has each one in a folder with an odd name."""
    others = [each for each in graded.submissions if not each["name"][:3].isdigit()]
    assert len(others) == 1 + len(NAMES)
    assert {each["score"] for each in others} == {100}


def test_every_submission_has_an_id_that_is_a_plain_name(graded: Graded) -> None:
    """No id can be taken for an option, a path, a formula or markup, and no two are the same."""
    ids = [each["id"] for each in graded.submissions]
    assert len(set(ids)) == len(ids)
    assert not [each for each in ids if not each or each[0] in "-=+@." or set(each) & set("/\\<>&\"'\n\r\x1b\0")]


def test_the_report_does_not_run_what_a_name_says(graded: Graded) -> None:
    """Names are text on the page, and steer no terminal."""
    assert "<script>alert(1)" not in graded.page
    assert not set(graded.output) & set("\x1b\x07\u202e\u2066")
