"""The recording as data: to JSON and back, and the few words that it says about itself."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.recording.recording import Call, Ending, Error, Line, Pool, Question, Recording, Sleep

from .helpers import new_recording, steady

NUMBERS = st.integers(0, 9) | st.just(0.1)
VALUES = st.sampled_from([None, True, 5, 2.5, "five", [1, [2, []]], {"tuple": [1]}, {"type": "set", "repr": "{1}"}])
WORDS = st.sampled_from(["", "slow_add", "5", "caf\u00e9"])
ERRORS = st.builds(Error, WORDS, st.lists(WORDS, max_size=2), WORDS)
QUESTIONS = st.builds(
    Question, st.sampled_from(["ready", "get"]), NUMBERS, st.none() | NUMBERS, st.none() | st.booleans(), timeout=VALUES
)
CALLS = st.builds(
    Call,
    master=st.integers(1),
    job=st.integers(0),
    pool=st.none() | st.integers(0),
    how=st.none() | st.just("apply_async"),
    function=st.none() | WORDS,
    args=VALUES,
    callable=st.booleans(),
    submitted=st.none() | NUMBERS,
    value=VALUES,
    error=st.none() | ERRORS,
    questions=st.lists(QUESTIONS, max_size=2),
    lost=st.booleans(),
)
RECORDINGS = st.builds(
    Recording,
    script=WORDS,
    argv=st.lists(WORDS, max_size=2),
    clock=st.sampled_from(["virtual", "real"]),
    start_method=st.just("fork"),
    ending=st.builds(Ending, st.just("exited"), st.none() | st.integers(), st.none() | WORDS),
    lines=st.lists(st.builds(Line, st.just("stdout"), WORDS, st.none() | st.integers(1), NUMBERS), max_size=2),
    pools=st.lists(
        st.builds(Pool, st.integers(0), st.integers(1), st.integers(1), st.just("process"), st.none(), NUMBERS),
        max_size=2,
    ),
    calls=st.lists(CALLS, max_size=3),
    sleeps=st.lists(
        st.builds(Sleep, st.integers(1), st.booleans(), st.none(), NUMBERS, NUMBERS, st.none() | NUMBERS), max_size=2
    ),
    uncaught=st.none() | ERRORS,
    left_running=st.lists(WORDS, max_size=2),
    output_cut=st.dictionaries(st.sampled_from(["stdout", "stderr"]), st.integers(1)),
    jumps=st.dictionaries(st.sampled_from(["sure", "guess"]), st.integers(1)),
)


@steady
@given(RECORDINGS)
def test_a_recording_comes_back_from_json_equal(recording):
    """What is written as JSON text and read again is the same recording, down to the last question."""
    assert Recording.from_json(json.loads(json.dumps(recording.to_json()))) == recording


def test_json_says_its_schema():
    """A reader can tell what it reads."""
    assert new_recording().to_json()["schema"] == "recording/v1"


@pytest.mark.parametrize("data", [{}, {"schema": "recording/v2"}, {"schema": None}, {"schema": "grades/v1"}])
def test_another_schema_is_refused(data):
    """A file of another kind, or of another version, is no recording."""
    with pytest.raises(ValueError, match="expected a recording of schema 'recording/v1', not"):
        Recording.from_json(data)


ENDINGS = [
    (Ending("exited", 0), True, True),
    (Ending("exited", 1), True, False),
    (Ending("exited", -9), True, False),
    (Ending("hung"), False, False),
    (Ending("endless"), False, False),
    (Ending("unable"), False, False),
]


@pytest.mark.parametrize(("ending", "finished", "succeeded"), ENDINGS)
def test_finishing_is_not_succeeding(ending, finished, succeeded):
    """A script that ended by itself has finished; with status 0 it has succeeded; a stopped one has done neither."""
    recording = Recording("script.py", [], "virtual", "fork", ending)
    assert (recording.finished, recording.succeeded) == (finished, succeeded)


JUMPS = [
    ({}, False),
    ({"sure": 5}, False),
    ({"sure": 5, "guess": 0}, False),
    ({"sure": 5, "guess": 1}, True),
    ({"slow": 1}, True),
    ({"forced": 1}, True),
]


@pytest.mark.parametrize(("jumps", "in_doubt"), JUMPS)
def test_one_jump_that_was_not_sure_leaves_doubt(jumps, in_doubt):
    """A recording is as sure as its least sure jump."""
    assert new_recording(ending=Ending("exited", 0), jumps=jumps).in_doubt is in_doubt


@pytest.mark.parametrize("how", ["exited", "hung", "endless"])
def test_what_the_clock_may_have_caused_is_in_doubt(how):
    """Another clock might let such a run end in another way."""
    assert new_recording(ending=Ending(how), jumps={"guess": 1}).in_doubt


@pytest.mark.parametrize("how", ["cpu", "memory", "time", "processes", "output", "tampered", "respawning", "unable"])
def test_what_no_clock_changes_is_not_in_doubt(how):
    """A run that a limit has stopped would not stay within it on another clock."""
    assert new_recording(ending=Ending(how), jumps={"guess": 1}).in_doubt is False


def test_output_is_the_text_of_one_stream():
    """Lines come in their order, each with its end, standard output unless the other is asked for."""
    lines = [Line("stdout", "one", 1, 0), Line("stderr", "no", 1, 0), Line("stdout", "two", 2, 0)]
    recording = new_recording(lines=lines)
    assert (recording.output(), recording.output("stderr")) == ("one\ntwo\n", "no\n")


def test_an_error_reads_as_in_a_traceback():
    """Type and message, or the type alone where there is no message."""
    assert str(Error("ValueError", [], "Called broken function")) == "ValueError: Called broken function"
    assert str(Error("KeyboardInterrupt", [], "")) == "KeyboardInterrupt"


def test_questions_of_a_kind_are_found_in_order():
    """`asked` picks the questions of the kinds that it is given."""
    questions = [Question("ready", 0), Question("get", 1), Question("ready", 2), Question("wait", 3)]
    call = Call(1, 0, 0, "apply", "f", [], questions=questions)
    assert [question.asked for question in call.asked("ready", "wait")] == [0, 2, 3]
    assert call.asked("successful") == []
