"""The line to the student's processes, with real sockets: who is let in, and what is taken for tampering."""

from __future__ import annotations

import json
import os
import socket
from collections import deque
from collections.abc import Iterator
from pathlib import Path

import pytest

from grader.recording.channel import Channel, Message, Peer, Tampered

pytestmark = pytest.mark.skipif(not hasattr(socket, "SO_PEERCRED"), reason="the kernel names no peer here")


class Student:
    """The other end of the line."""

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.socket.settimeout(10)
        self.socket.connect(channel.address)

    def send(self, *events: object) -> None:
        """Send events as JSON, bytes as they are."""
        for event in events:
            self.socket.sendall(event if isinstance(event, bytes) else json.dumps(event).encode() + b"\n")

    def greeting(self, **changes: object) -> dict[str, object]:
        return {
            "e": "hello",
            "t": 1,
            "secret": self.channel.secret,
            "pid": os.getpid(),
            "tid": 78,
            "main": True,
            **changes,
        }


def receive(channel: Channel) -> list[Message]:
    """Take in everything that has arrived."""
    messages: list[Message] = []
    while not channel.is_silent():
        messages += channel.receive(0)
    return messages


@pytest.fixture
def channel(tmp_path, monkeypatch) -> Iterator[Channel]:
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    channel = Channel(Path())
    yield channel
    channel.close()


@pytest.fixture
def student(channel) -> Iterator[Student]:
    student = Student(channel)
    yield student
    student.socket.close()


def test_a_greeting_lets_in_and_is_no_event(channel, student):
    """Who knows the secret is part of the run; its events are told with what it said about itself."""
    student.send(student.greeting(), {"e": "begin", "t": 2}, {"e": "clock", "t": 3})
    messages = receive(channel)
    assert [message.event for message in messages] == [{"e": "begin", "t": 2}, {"e": "clock", "t": 3}]
    peer = messages[0].peer
    assert (peer.pid, peer.main, peer.greeted) == (os.getpid(), True, True)


@pytest.mark.parametrize("pid", [77, 1, os.getppid(), -1, 2**70])
def test_nobody_passes_for_another(channel, student, pid):
    """The kernel says who sent a message: a master cannot play its own workers."""
    student.send(student.greeting(pid=pid))
    with pytest.raises(Tampered, match="a process that gives itself out for another"):
        receive(channel)


def test_a_process_that_has_ended_is_believed_once(channel, monkeypatch):
    """A worker may be killed before its greeting is read; but two processes are not one."""
    monkeypatch.setattr("grader.recording.channel._pid_behind", lambda connection: next(gone))
    monkeypatch.setattr("grader.recording.channel._pid_inside", lambda pid: None)
    monkeypatch.setattr("grader.recording.channel._receive", lambda connection: (connection.recv(1 << 16), None))
    gone = iter([70_001, 70_002])
    one, two = Student(channel), Student(channel)
    one.send(one.greeting(pid=7), {"e": "begin", "t": 2})
    assert [message.peer.pid for message in receive(channel)] == [7]
    two.send(two.greeting(pid=7))
    with pytest.raises(Tampered, match="a process that gives itself out for another"):
        receive(channel)
    one.socket.close(), two.socket.close()


def test_nobody_speaks_for_another(channel, student):
    """A connection that is passed on to another process lets that one say nothing: the kernel knows who sends."""
    student.send(student.greeting())
    assert receive(channel) == []
    child = os.fork()
    if not child:
        student.socket.sendall(b'{"e": "begin", "t": 2}\n')
        os._exit(0)
    os.waitpid(child, 0)
    with pytest.raises(Tampered, match="a process that speaks for another"):
        receive(channel)


def test_nobody_fills_the_room(channel, monkeypatch):
    """A run has no more connections than it may have threads."""
    monkeypatch.setattr("grader.recording.channel._MOST_PEERS", 3)
    crowd = [Student(channel) for _ in range(4)]
    with pytest.raises(Tampered, match="more connections than a run may have threads"):
        receive(channel)
    for each in crowd:
        each.socket.close()


def test_nobody_makes_the_grader_wait(channel, student):
    """Who asks on and on and reads no answer is found out, and holds up nobody."""
    student.send(student.greeting(), {"e": "clock", "t": 2})
    peer = receive(channel)[0].peer
    with pytest.raises(Tampered, match="questions whose answers nobody reads"):
        deque((peer.answer(now=0) for _ in range(100_000)), maxlen=0)


def test_a_thread_is_not_the_main_thread_unless_it_says_so(channel, student):
    """A greeting without `main`, or with anything but true, is that of another thread."""
    student.send(student.greeting(main="yes"), {"e": "begin", "t": 2})
    assert receive(channel)[0].peer.main is False


def test_secrets_differ(channel, tmp_path):
    """No run knows another's secret, which is too long to guess."""
    (tmp_path / "other").mkdir()
    other = Channel(Path("other"))
    other.close()
    assert len(channel.secret) == len(other.secret) == 32
    assert channel.secret != other.secret


STRANGERS = [
    {"secret": "guess"},
    {"secret": None},
    {"secret": ""},
    {"e": "begin"},
    {"pid": "77"},
    {"pid": None},
]


@pytest.mark.parametrize("changes", STRANGERS)
def test_a_stranger_is_tampering(channel, student, changes):
    """The first message must be a proper greeting with the run's secret."""
    student.send(student.greeting(**changes))
    with pytest.raises(Tampered, match="a message from somebody who is not part of the run"):
        receive(channel)


NO_JSON = [
    b'{"e": "x", "t": 1, "s": NaN}\n',
    b"hello\n",
    b"\n",
    b"{'e': 1}\n",
    b'{"e": "x", "t": 1\n',
    b"\xff\xfe\n",
    b"[" * 60_000 + b"\n",
]


@pytest.mark.parametrize("line", NO_JSON, ids=lambda line: repr(line[:12]))
def test_a_line_that_is_not_json_is_tampering(channel, student, line):
    """Text, half an object, bytes that are no UTF-8 or a nest too deep to read: none is an event."""
    student.send(student.greeting(), line)
    with pytest.raises(Tampered, match="a message that is not JSON"):
        receive(channel)


NO_EVENTS = [[], "begin", 1, None, {}, {"e": "begin"}, {"t": 1}, {"e": 1, "t": 1}, {"e": "begin", "t": 1.5}]


@pytest.mark.parametrize("event", NO_EVENTS, ids=repr)
def test_json_that_is_no_event_is_tampering(channel, student, event):
    """An event is an object with a kind and a time."""
    student.send(student.greeting(), event)
    with pytest.raises(Tampered, match="a message of an unknown form"):
        receive(channel)


def test_a_line_without_end_is_tampering(channel, student):
    """Nobody can fill the grader's memory: an unfinished line of more than a MiB is the end."""
    student.send(student.greeting())
    for _ in range(16):
        student.send(b"x" * (1 << 16))
        assert receive(channel) == []
    student.send(b"x")
    with pytest.raises(Tampered, match="a message without end"):
        receive(channel)


def test_a_greeting_is_short(channel, student):
    """Who has not said who it is may not say much else."""
    student.send(b"x" * 2000)
    with pytest.raises(Tampered, match="a message without end"):
        receive(channel)


def test_a_line_may_come_in_pieces(channel, student):
    """An event is told when its line is complete, and not before."""
    student.send(student.greeting(), b'{"e": "be')
    assert receive(channel) == []
    student.send(b'gin", "t": 1}\n{"e"')
    assert [message.event for message in receive(channel)] == [{"e": "begin", "t": 1}]


def test_the_end_of_a_connection_is_told(channel, student):
    """Events that came before the end are told first."""
    student.send(student.greeting(), {"e": "begin", "t": 2})
    student.socket.close()
    assert [message.event for message in receive(channel)] == [{"e": "begin", "t": 2}, None]
    assert channel.is_silent()


def test_each_thread_is_a_peer_of_its_own(channel, student):
    """Two connections of one process are told apart."""
    other = Student(channel)
    student.send(student.greeting(), {"e": "begin", "t": 2})
    other.send(other.greeting(main=False), {"e": "clock", "t": 3})
    peers = {message.event["e"]: message.peer for message in receive(channel)}
    other.socket.close()
    assert peers["begin"] is not peers["clock"]
    assert (peers["begin"].main, peers["clock"].main) == (True, False)


def test_an_answer_arrives(channel, student):
    """The thread that asked reads one JSON line."""
    student.send(student.greeting(), {"e": "clock", "t": 2})
    receive(channel)[0].peer.answer(now=5)
    assert student.socket.recv(100) == b'{"now": 5}\n'


def test_an_answer_to_nobody_is_no_error():
    """A process may die before it is answered."""
    ours, theirs = socket.socketpair()
    theirs.close()
    Peer(ours, None, greeted=True).answer(now=5)
    ours.close()


def test_silence_is_when_nothing_is_unread(channel, student):
    """A message that nobody has taken in yet breaks the silence, and so does a knock at the door."""
    assert not channel.is_silent()
    receive(channel)
    assert channel.is_silent()
    student.send(student.greeting())
    assert not channel.is_silent()


def test_a_watched_descriptor_ends_the_waiting(channel):
    """`receive` comes back when the launcher says something, and tells no message."""
    reading, writing = os.pipe()
    channel.watch(reading)
    os.write(writing, b"x")
    assert list(channel.receive(None)) == []
    os.close(reading), os.close(writing)


def test_closing_leaves_no_door(tmp_path, monkeypatch):
    """The socket's file is gone, and who was connected reads the end."""
    monkeypatch.chdir(tmp_path)
    channel = Channel(Path())
    student = Student(channel)
    receive(channel)
    channel.close()
    assert student.socket.recv(1) == b""
    assert list(tmp_path.iterdir()) == []
    student.socket.close()
