"""Where bytes of strangers enter the grader: what is tried on each surface, and from which seeds to start.

`attempt` raises when something breaks: whatever is a proper answer to bad bytes is expected there and dropped.
"""

from __future__ import annotations

import contextlib
import io
import json
import tarfile
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from grader.checks.calls import list_calls, picture_of
from grader.checks.runs import how_it_ended
from grader.classroom import gradebook
from grader.classroom.archives import BadArchive, Caps, unpack
from grader.classroom.choosing import candidate, choose
from grader.classroom.files import File
from grader.classroom.find import _Ids
from grader.classroom.grades import Submission
from grader.classroom.layouts import recognise
from grader.collection import exercises
from grader.errors import BadInput
from grader.recording.channel import Peer, Tampered, _parse
from grader.recording.forgery import forgery_in
from grader.recording.observer import Observer
from grader.recording.output import Output
from grader.recording.recording import Ending, Recording
from grader.recording.text import text_of
from grader.recording.timekeeping import VirtualTimekeeper

CAPS = Caps(1 << 20, 100, 1 << 20, 1 << 20, 1 << 18)
_PEERS = 4


@dataclass(frozen=True)
class Surface:
    """One way in."""

    seeds: list[bytes]
    attempt: Callable[[bytes], object]


# what the student's processes send ------------------------------------------------------------------------------


def send(data: bytes) -> None:
    """Send lines to the grader; the first byte of each says which thread sends it."""
    line: Any = SimpleNamespace(sendall=len)
    peers = [Peer(line, 100 + number, 100 + number, number != 3, greeted=True) for number in range(_PEERS)]
    recording = Recording("script.py", [], "virtual", "fork", Ending("exited", 0))
    observer = Observer(recording)
    timekeeper = VirtualTimekeeper(observer, None)
    with tempfile.TemporaryDirectory() as folder, contextlib.closing(Output(Path(folder), 1000)) as output:
        with contextlib.suppress(Tampered):
            for raw in data.split(b"\n"):
                peer, event = peers[raw[0] % _PEERS if raw else 0], _parse(raw[1:]) if raw[1:] else None
                at = timekeeper.at(event)
                observer.hear(peer, event, at)
                if event is not None and event["e"] == "wrote":
                    output.wrote(peer, event, at)
                timekeeper.hear(peer, event)
                timekeeper.advance(lambda: True)
                observer.witness(), observer.respawns(), timekeeper.hangs()
        recording.lines = output.lines(now=timekeeper.now)
    read_again = Recording.from_json(json.loads(json.dumps(recording.to_json())))
    assert read_again.to_json() == recording.to_json()
    text_of(recording), forgery_in(recording), how_it_ended(recording)
    picture_of(recording, recording.calls), list_calls(recording.calls)


def _lines(*events: tuple[int, dict[str, Any]]) -> bytes:
    return b"\n".join(bytes([48 + peer]) + json.dumps({"t": 1, **event}).encode() for peer, event in events)


_CALL = {"pool": 0, "how": "apply_async", "function": "slow_add", "callable": True, "args": [1, 6, 7], "tasks": 1}
_TASK = {"master": 100, "job": 0, "task": 0}
_ERROR = {"type": "ValueError", "bases": ["ValueError", "Exception"], "message": "Called broken function", "line": 3}
EVENTS = _lines(
    (0, {"e": "begin"}),
    (0, {"e": "pool", "pool": 0, "size": 2, "kind": "process", "method": "fork"}),
    (0, {"e": "worker", "pool": 0, "worker": 101}),
    (0, {"e": "submit", "job": 0, **_CALL}),
    (1, {"e": "start", **_TASK}),
    (1, {"e": "wrote", "stream": 1, "end": 10, "size": 10}),
    (1, {"e": "sleep", "s": 1}),
    (0, {"e": "asked", "job": 0, "what": "ready", "answer": False}),
    (0, {"e": "ask", "job": 0, "what": "get"}),
    (0, {"e": "answer", "job": 0, "what": "get"}),
    (0, {"e": "spin", "reads": True}),
    (1, {"e": "end", **_TASK, "value": {"tuple": [13, {"function": "f"}, {"type": "A", "repr": "A", "str": "A"}]}}),
    (3, {"e": "resolve", "job": 0, "since": 0, "error": _ERROR}),
    (0, {"e": "wait", "job": 0, "s": 1.5}),
    (3, {"e": "deaf", "pool": 0}),
    (0, {"e": "clock"}),
    (0, {"e": "enter", "job": None}),
    (0, {"e": "leave", "job": None}),
    (0, {"e": "uncaught", "error": _ERROR}),
    (0, {"e": "terminate", "pool": 0}),
    (0, {"e": "main ended"}),
)


# what students pack ---------------------------------------------------------------------------------------------


def open_archive(data: bytes) -> None:
    """Unpack an archive; the first byte says what its name promises."""
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder, "work" + [".zip", ".tar", ".tar.gz", ".tar.xz", ".tar.bz2"][data[0] % 5 if data else 0])
        archive.write_bytes(data[1:])
        with contextlib.suppress(BadArchive):
            unpacked = unpack(archive, Path(folder, "in"), lambda name: name.endswith(".py"), CAPS)
            assert all(file.path is None or file.path.parent == Path(folder, "in") for file in unpacked.files)
        inside = [path for path in Path(folder).rglob("*") if path.is_file()]
        assert sum(path.stat().st_size for path in inside) <= CAPS.total + len(data)


def _zip() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("poolapply.py", "print('hello')\n" * 3)
        archive.writestr("folder/über.py", "")
    return b"0" + file.getvalue()


def _tar(mode: str, number: bytes) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=mode) as archive:  # type: ignore[call-overload]
        info = tarfile.TarInfo("folder/poolapply.py")
        info.size = 6
        archive.addfile(info, io.BytesIO(b"pass\n\n"))
        link = tarfile.TarInfo("x" * 150 + ".py")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return number + file.getvalue()


# how systems and people name what is handed in ------------------------------------------------------------------


def list_names(data: bytes) -> None:
    """Recognise a download by the names of its files, one a line; the first is that of the download.

    Every file that is looked into holds these lines, too.
    """
    names = data.decode("utf-8", "backslashreplace").split("\n")
    with tempfile.NamedTemporaryFile() as content:
        content.write(data)
        content.flush()
        files = [File(name.strip("/") or "x", Path(content.name)) for name in names[1:]]
        layout = recognise(files, names[0], lambda name: candidate(File(name, Path()), exercises()) is not None)
        for handed_in in layout.handed_in:
            choose(handed_in.files, exercises())
    ids = _Ids()
    found = [ids.of(owner) for handed_in in layout.handed_in for owner in handed_in.owners]
    assert len(set(found)) == len(found)
    assert all(found)
    assert not [each for each in found if set(each) & set("/\\\n\0<>&\"'")]


NAMES = [
    b"submissions\nalice/poolapply.py\nbob/future.py\nbob/__MACOSX/._future.py",
    b"canvas\ndoejane_LATE_12001_501_poolapply.py\nmuller_12002_502_future-1.py\nsato_12003_text.html",
    "moodle\nJane Doe_12001_assignsubmission_file_/poolapply.py\n李 雷_12002_assignsubmission_file_future.py".encode(),
    b"gradescope\nassignment_1_export/submission_metadata.yml\nassignment_1_export/submission_12/poolapply.py",
    b"clones\nhw-alice/.git/HEAD\nhw-alice/poolapply.py\nhw-bob/.git/HEAD\nhw-bob/applyasync (1).py",
]


# the gradebooks of others ---------------------------------------------------------------------------------------


def read_gradebook(data: bytes) -> None:
    """Fill a gradebook."""
    owners = [
        Submission(id="jane", key="12001", name="Doe, Jane", score=95.5, max_score=100.0),
        Submission(id="bob", key=None, name="=1+1"),
    ]
    for column, has_identifiers in ((None, False), (None, True), ("Homework (7)", False)):
        with contextlib.suppress(BadInput):
            gradebook.fill(data, owners[:1], column=column, not_asked_for=owners[1:], has_identifiers=has_identifiers)


GRADEBOOKS = [
    b"Student,ID,SIS User ID,SIS Login ID,Section,Homework (7)\r\n    Points Possible,,,,,100\r\n"
    b'"Doe, Jane",12001,s1,user-1,A,\r\n',
    "\ufeffIdentifier;Full name;Email address;Status;Grade;Maximum Grade;Grade can be changed;Feedback comments\r\n"
    "Participant 12001;Jane Doe;j@x.org;;;100,00;Yes;\r\n".encode(),
    "Identifier\tFull name\tGrade\tMaximum Grade\nParticipant 12001\tJane\t1,5\t10\n".encode("utf-16"),
]


SURFACES = {
    "channel": Surface([EVENTS, b"0\n1{}\n"], send),
    "archives": Surface(
        [_zip(), _tar("w", b"1"), _tar("w:gz", b"2"), _tar("w:xz", b"3"), _tar("w:bz2", b"4")], open_archive
    ),
    "names": Surface(NAMES, list_names),
    "gradebook": Surface(GRADEBOOKS, read_gradebook),
}
