"""The output of a run: whose line it is, when it was written, and what is left out."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from grader.recording.channel import Tampered
from grader.recording.output import Output

from .helpers import peer


class Writers:
    """Processes that append to the run's files, and report it."""

    def __init__(self, output: Output) -> None:
        self.output = output

    def append(self, data: bytes, stream: int = 1) -> int:
        """Write without a report, as a program does that no recorder sees; return the file's size."""
        with self.output.paths[stream].open("ab") as file:
            file.write(data)
            return file.tell()

    def write(self, pid: int, data: bytes, at: float, stream: int = 1) -> None:
        end = self.append(data, stream)
        self.output.wrote(peer(pid), {"stream": stream, "end": end, "size": len(data)}, at)


@pytest.fixture
def output(tmp_path) -> Iterator[Output]:
    output = Output(tmp_path, limit=1000)
    yield output
    output.close()


@pytest.fixture
def writers(output) -> Writers:
    return Writers(output)


def told(output: Output, *args, **kwargs) -> list[tuple[str, int | None, float]]:
    """Return text, pid and time of each line."""
    return [(line.text, line.pid, line.at) for line in output.lines(*args, **kwargs)]


def test_nothing_written_is_no_line(output):
    """The files exist from the start, and are empty."""
    assert output.lines() == []
    assert output.sizes() == {1: 0, 2: 0}


def test_a_line_has_its_writer_and_its_time(output, writers):
    """Lines of several processes come in order, each with who wrote it and when."""
    writers.write(10, b"going to sleep\n", 0.0)
    writers.write(11, b"going to sleep, too\n", 0.0)
    writers.write(10, b"waking up\n", 1.0)
    assert told(output) == [("going to sleep", 10, 0.0), ("going to sleep, too", 11, 0.0), ("waking up", 10, 1.0)]


def test_reports_may_come_in_another_order(output, writers):
    """Two processes report on their own lines: what counts is the place in the file, not which report came first."""
    first, second = writers.append(b"one\n"), writers.append(b"two\n")
    output.wrote(peer(2), {"stream": 1, "end": second, "size": 4}, 1.0)
    output.wrote(peer(1), {"stream": 1, "end": first, "size": 4}, 0.0)
    assert told(output) == [("one", 1, 0.0), ("two", 2, 1.0)]


def test_one_report_may_cover_many_lines(output, writers):
    """A text of three lines that was written at once is three lines."""
    writers.write(10, b"a\nb\n\nc\n", 2.0)
    assert told(output) == [("a", 10, 2.0), ("b", 10, 2.0), ("", 10, 2.0), ("c", 10, 2.0)]


def test_a_line_belongs_to_who_began_it(output, writers):
    """A line in parts has the writer and the time of its first part."""
    writers.write(10, b"Process ", 1.0)
    writers.write(11, b"0 has finished\n", 2.0)
    writers.write(11, b"next\n", 2.0)
    assert told(output) == [("Process 0 has finished", 10, 1.0), ("next", 11, 2.0)]


def test_a_last_line_needs_no_end(output, writers):
    """What is written without a line's end at the end of the run is a line."""
    writers.write(10, b"one\ntwo", 0.0)
    assert [text for text, _, _ in told(output)] == ["one", "two"]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_a_line_is_told_without_its_end(output, writers, end):
    """Lines may end as on any system."""
    writers.write(10, b"one" + end + b"two" + end, 0.0)
    assert [text for text, _, _ in told(output)] == ["one", "two"]


def test_bytes_that_are_not_utf_8_are_shown_as_such(output, writers):
    """A replacement character stands for what is not UTF-8, and the rest of the line is kept."""
    writers.write(10, "na\u00efve \u2713".encode() + b" \xff!\n", 0.0)
    assert told(output) == [("na\u00efve \u2713 \ufffd!", 10, 0.0)]


def test_nobodys_bytes_have_no_pid(output, writers):
    """What nobody reported (`os.write`, a program that was started) is of nobody, as late as what came before it."""
    writers.write(10, b"mine\n", 3.0)
    writers.append(b"whose?\n")
    writers.write(10, b"mine again\n", 4.0)
    writers.append(b"and whose?\n")
    assert told(output) == [
        ("mine", 10, 3.0),
        ("whose?", None, 3.0),
        ("mine again", 10, 4.0),
        ("and whose?", None, 4.0),
    ]


def test_nobodys_first_bytes_are_of_the_start(output, writers):
    """Before the first report no time has passed, as far as is known."""
    writers.append(b"whose?\n")
    writers.write(10, b"mine\n", 4.0)
    assert told(output, now=5.0) == [("whose?", None, 0.0), ("mine", 10, 4.0)]


def test_nobodys_bytes_alone_are_as_late_as_now(output, writers):
    """Without any report the time of reading is the best that is known."""
    writers.append(b"whose?\n")
    assert told(output, now=7.0) == [("whose?", None, 7.0)]


def test_both_streams_are_sorted_by_time(output, writers):
    """Standard output and error come in one list, in the order of their times, numbered in that order."""
    writers.write(10, b"out 1\n", 1.0)
    writers.write(10, b"err 0\n", 0.0, stream=2)
    writers.write(10, b"err 2\n", 2.0, stream=2)
    assert [(line.stream, line.text, line.order) for line in output.lines()] == [
        ("stderr", "err 0", 0),
        ("stdout", "out 1", 1),
        ("stderr", "err 2", 2),
    ]


def test_lines_since_a_moment_can_be_asked_for(output, writers):
    """Only what was written after the sizes that are given is told."""
    writers.write(10, b"before\n", 0.0)
    writers.write(10, b"before\n", 0.0, stream=2)
    sizes = output.sizes()
    writers.write(10, b"after\n", 1.0)
    assert sizes == {1: 7, 2: 7}
    assert told(output, sizes) == [("after", 10, 1.0)]


def test_as_much_as_the_limit_is_kept_whole(output, writers):
    """A stream of exactly the limit's length is not cut."""
    writers.write(10, b"0123456\n" * 125, 0.0)
    assert len(output.lines()) == 125
    assert output.cut == {}


def test_too_long_a_stream_is_cut_in_the_middle(output, writers):
    """Head and tail are kept, half the limit each, and how much was left out is said."""
    for number in range(1000):
        writers.write(10 + number % 2, b"line %03d\n" % number, float(number))
    lines = told(output)
    assert output.cut == {"stdout": 9000 - 1000}
    assert lines[0] == ("line 000", 10, 0.0)
    assert lines[54] == ("line 054", 10, 54.0)
    assert lines[-1] == ("line 999", 11, 999.0)
    assert sum(len(text) + 1 for text, _, _ in lines) == 1000 + 1  # the line that the head breaks off has no end


def test_only_what_was_asked_for_is_cut(output, writers):
    """What was written before the moment in question takes no room from what came after it."""
    writers.write(10, b"x" * 900 + b"\n", 0.0)
    sizes = output.sizes()
    writers.write(10, b"0123456\n" * 125, 0.0)
    assert (len(output.lines(sizes)), output.cut) == (125, {})
    writers.write(10, b"0123456\n", 0.0)
    assert len(output.lines(sizes)) == 126
    assert output.cut == {"stdout": 8}


def test_the_other_stream_is_not_cut(output, writers):
    """The limit counts for each stream by itself."""
    writers.write(10, b"x" * 5000, 0.0)
    writers.write(10, b"short\n", 0.0, stream=2)
    assert [line.text for line in output.lines() if line.stream == "stderr"] == ["short"]
    assert output.cut == {"stdout": 4000}


FORGED = [
    {},
    {"stream": 1, "end": 5},
    {"stream": 3, "end": 5, "size": 5},
    {"stream": "stdout", "end": 5, "size": 5},
    {"stream": 1, "end": "five", "size": 5},
    {"stream": 1, "end": None, "size": 5},
    {"stream": [1], "end": 5, "size": 5},
    {"stream": 1, "end": float("inf"), "size": 5},
    {"stream": 1, "end": 5, "size": float("nan")},
]


@pytest.mark.parametrize("event", FORGED)
def test_a_report_of_an_unknown_form_is_tampering(output, event):
    """A report that no recorder sends is the run's outcome and no crash of the grader."""
    with pytest.raises(Tampered, match="a report of output of an unknown form"):
        output.wrote(peer(1), event, 0.0)


def test_what_takes_the_place_of_a_file_is_never_read(output, writers, tmp_path):
    """A script that puts a link there shows nothing of the instructor's, and a pipe does not stop the grader."""
    writers.write(7, b"mine\n", 1.0)
    (tmp_path / "secret").write_text("secret\n", "utf-8")
    (tmp_path / "stdout").unlink()
    (tmp_path / "stdout").symlink_to(tmp_path / "secret")
    (tmp_path / "stderr").unlink()
    os.mkfifo(tmp_path / "stderr")
    assert told(output) == [("mine", 7, 1.0)]


def test_a_file_that_was_cut_has_fewer_lines(output, writers):
    """Whoever cuts it loses the lines, and no more."""
    writers.write(7, b"one\ntwo\n", 1.0)
    before = output.sizes()
    os.truncate(output.paths[1], 4)
    assert told(output) == [("one", 7, 1.0)]
    assert told(output, before) == []
