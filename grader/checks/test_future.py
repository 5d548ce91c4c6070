"""future.py: calls of different length share a pool of N workers; their futures are polled, and report errors."""

from __future__ import annotations

from typing import Any

import pytest

from grader.checks import common, polling, reporting, schedules
from grader.checks.calls import futures_of, is_call_of, list_calls, name_of, pool_of, written
from grader.checks.evidence import unused_answers_in
from grader.checks.facts import show
from grader.checks.functions import (
    NSECS,
    NUMBERS,
    call,
    expect_same_in_worker,
    expect_slept,
    expect_value,
    for_all,
    said_of,
)
from grader.checks.runs import (
    command,
    describe,
    hint_for_ending,
    how_it_ended,
    require_a_verdict,
    run,
    tolerance,
)
from grader.claims import Unmet, expect, not_checked
from grader.recording.recording import Call, Recording
from grader.recording.script import Script
from grader.settings import Settings

CALLS: list[tuple[str, list[int]]] = [
    ("slow_add", [3, 6, 7]),
    ("slow_diff", [2, 5, 2]),
    ("slow_add", [1, 8, 1]),
    ("slow_diff", [5, 9, 2]),
    ("broken_function", [4]),
]
_VALUES = (13, 3, 9, 7, None)  # that these calls return
MAIN = "3"  # the number of workers of the run in which all but the pool's size is judged


@pytest.mark.points(4)
def test_slow_add_and_slow_diff_sleep_and_return(script: Script) -> None:
    """slow_add and slow_diff sleep, and return x + y and x - y."""

    def judge(nsecs: int, x: int, y: int) -> None:
        for function, value, operation in (("slow_add", x + y, "x + y"), ("slow_diff", x - y, "x - y")):
            returned = call(script, function, nsecs, x, y, argv=[MAIN])
            expect_value(returned, value, f"end the function with: return {operation}")
            expect_slept(returned, nsecs)

    for_all(judge, *(args for _, args in CALLS[:4]), nsecs=NSECS, x=NUMBERS, y=NUMBERS)


@pytest.mark.points(3)
def test_broken_function_raises_after_sleeping(script: Script) -> None:
    """broken_function sleeps, then raises its ValueError."""

    def judge(nsecs: int) -> None:
        returned = call(script, "broken_function", nsecs, argv=[MAIN])
        said = said_of(returned)
        wanted = f'{said} to raise ValueError("Called broken function")'
        hint = 'end the function with: raise ValueError("Called broken function")'
        error = returned.error
        if error is None:
            raise Unmet(wanted, f"{said} returned {show(returned.value)}", hint, about="returned")
        if "ValueError" not in error.bases or "called broken function" not in error.message.lower():
            slip = error if error.type in ("AttributeError", "NameError", "TypeError") else None
            raise Unmet(wanted, f"{said} raised {describe(error)}", hint, cause=slip, line=error.line)
        expect_slept(returned, nsecs)

    for_all(judge, [4], nsecs=NSECS)


@pytest.mark.points(2)
def test_importing_runs_nothing(script: Script) -> None:
    """Importing the file runs nothing and needs no argument."""
    common.expect_import_runs_nothing(script)


@pytest.mark.points(5)
def test_five_calls_are_submitted_with_apply_async(script: Script) -> None:
    """The five calls are submitted with apply_async."""
    recording = run(script, MAIN)
    five = _five(recording)
    missing = [written(*asked) for asked, each in zip(CALLS, five, strict=True) if each is None]
    if missing:
        raise Unmet(
            "five calls through apply_async, among them " + ", ".join(missing),
            _what_happened_instead(recording),
            hint_for_ending(recording, "submit each call like this: pool.apply_async(slow_add, [3, 6, 7])"),
            about="start",
            cause=recording.uncaught,
        )


@pytest.mark.points(4)
def test_a_call_of_your_own_is_submitted(script: Script) -> None:
    """At least one more call, your own, runs in a worker."""
    recording = run(script, MAIN)
    own = _own(recording)
    if any(_came_to_a_worker(recording, each) for each in own):
        return
    expected = "one more call through apply_async that a worker runs"
    hint = "submit a sixth call with pool.apply_async, of any function that you like"
    if not own and not recording.succeeded:
        not_checked(f"{_ended(recording)} before it came to a call of your own")
    if not own:
        seen = f"only these calls: {list_calls(recording.calls)}" if recording.calls else "no call at all"
        raise Unmet(expected, seen, hint)
    if own[0].error is not None:
        raise Unmet(
            expected,
            f"{name_of(own[0])} did not reach a worker: {own[0].error}",
            "a lambda cannot be sent to another process: define the function with def at the top of the file",
            cause=own[0].error,
        )
    lost = [each for each in _five(recording) if each is not None and each.resolved is None]
    if lost:  # whatever ended the pool too early is what the other claims tell
        not_checked(f"{name_of(own[0])} was still in line, and {name_of(lost[0])} not resolved, when the pool ended")
    raise Unmet(
        expected,
        f"{name_of(own[0])} was submitted, but no worker had begun it when the pool ended",
        "wait for all futures, also for your own, before the with block ends",
        about="own",
    )


@pytest.mark.points(4)
@pytest.mark.rests_on("test_five_calls_are_submitted_with_apply_async")
def test_polled_about_once_a_second(script: Script, grading_settings: Settings) -> None:
    """Every future is polled about once a second."""
    recording = run(script, MAIN)
    five = [each for each in _five(recording) if each is not None]
    is_over = all(each.ended is not None and each.resolved is not None for each in five)
    is_late = not is_over or schedules.lateness(recording, five, int(MAIN)) > tolerance(recording)
    polling.expect_polled(recording, _kept_futures(recording), five, in_time=not is_late)
    for number in _numbers_of_workers(script, grading_settings):
        other = _run_with(script, number, grading_settings)
        if other.succeeded and (futures := _kept_futures(other)):  # else other claims say what stops it
            polling.expect_true_status(other, futures)


@pytest.mark.points(4)
@pytest.mark.rests_on("test_five_calls_are_submitted_with_apply_async")
def test_right_results_are_reported(script: Script, grading_settings: Settings) -> None:
    """The right result is reported for every future."""
    recording = run(script, MAIN)
    changed = _changed_run(script, grading_settings) if recording.succeeded else recording
    reporting.expect_no_success_called_failure(recording, _kept_futures(recording))
    reporting.expect_results(recording, changed, _kept_futures(recording), _kept_futures(changed))


@pytest.mark.points(5)
@pytest.mark.rests_on("test_five_calls_are_submitted_with_apply_async")
def test_exception_stays_in_its_future(script: Script, grading_settings: Settings) -> None:
    """The exception stays in its future and is reported."""
    recording = run(script, MAIN)
    broken = _five(recording)[4]
    if broken is not None and broken.resolved is not None and broken.error is None:
        _expect_raising_reaches_the_future(script, broken)
    reporting.expect_errors(recording, _kept_futures(recording))
    changed = _changed_run(script, grading_settings)
    again = _five(changed)[4]
    if broken is not None and again is not None and changed.succeeded:
        reporting.expect_error_as_raised(broken, changed, again)


@pytest.mark.points(2)
@pytest.mark.rests_on("test_five_calls_are_submitted_with_apply_async")
def test_told_apart_with_successful(script: Script) -> None:
    """Success and failure are told apart by successful()."""
    recording = run(script, MAIN)
    reporting.expect_successful_asked(recording, _kept_futures(recording))
    line = next((node.lineno for node in unused_answers_in(script.tree, "successful")), None)
    if line is not None and recording.succeeded:
        reporting.expect_answer_used(script.run(MAIN, change="outcome"), line)


@pytest.mark.points(6)
def test_pool_has_as_many_workers_as_asked(script: Script, grading_settings: Settings) -> None:
    """The pool has as many workers as sys.argv[1] says."""
    main = run(script, MAIN)
    if not main.calls and not main.succeeded:
        not_checked(f"{_ended(main)} before it had handed a call to a pool")
    for number in _numbers_of_workers(script, grading_settings):
        _expect_one_pool(_run_with(script, number, grading_settings), number)


@pytest.mark.points(6)
@pytest.mark.rests_on("test_five_calls_are_submitted_with_apply_async", "test_pool_has_as_many_workers_as_asked")
def test_calls_take_as_long_as_the_ideal_schedule(script: Script, grading_settings: Settings) -> None:
    """With N workers, all is over when the ideal schedule is."""
    main = run(script, MAIN)
    for number in _numbers_of_workers(script, grading_settings):
        recording = _run_with(script, number, grading_settings)
        _expect_same_in_workers(script, recording)
        _expect_ideal_schedule(main, recording, number)
        if main.succeeded:  # else another claim says what stops the script
            _expect_good_end(recording)


def _expect_raising_reaches_the_future(script: Script, broken: Call) -> None:
    """Say what is wrong when the future of broken_function holds no exception."""
    if script.call("broken_function", 4, argv=[MAIN]).error is None:
        not_checked("broken_function raises nothing, so there is no exception to report")
    raise Unmet(
        f"the future of {name_of(broken)} to hold the exception",
        f"broken_function(4) raises it, but its future holds {show(broken.value)}",
        "do not catch the exception in the worker: the pool keeps it in the future, for the master",
    )


def _came_to_a_worker(recording: Recording, each: Call) -> bool:
    """Tell whether a worker began a call; not by luck, in a pool that was ended as soon as the call was submitted."""
    pool = pool_of(recording, each)
    ended = None if pool is None else pool.terminated
    by_luck = ended is not None and each.ended is None and ended - (each.submitted or 0.0) < tolerance(recording)
    return each.started is not None and not by_luck


# the calls ------------------------------------------------------------------------------------------------------


def _five(recording: Recording) -> list[Call | None]:
    """Return the five calls that are asked for, each None when it is not there."""
    rest = futures_of(recording)
    found: list[Call | None] = []
    for function, args in CALLS:
        each = next((each for each in rest if is_call_of(each, function, args)), None)
        found.append(each)
        if each is not None:
            rest.remove(each)
    return found


def _own(recording: Recording) -> list[Call]:
    five = _five(recording)
    return [each for each in futures_of(recording) if each.callable and each not in five]


def _kept_futures(recording: Recording) -> list[Call]:
    """Return the futures that are to be polled and reported: of own calls only those that the master asks anything.

    Whoever submits several of them may leave some to themselves; a single one is part of the exercise.
    """
    own = _own(recording)
    left = [each for each in own if not each.questions]
    return [each for each in futures_of(recording) if len(left) == len(own) or each not in left]


def _ended(recording: Recording) -> str:
    return f"{command(recording)} {how_it_ended(recording)}"


def _what_happened_instead(recording: Recording) -> str:
    seen = list_calls(recording.calls)
    if any(sleep.main and sleep.pid == recording.master for sleep in recording.sleeps) and not recording.calls:
        seen += "; the master slept itself"
    return seen if recording.succeeded else f"{seen}; {_ended(recording)}"


# N workers ------------------------------------------------------------------------------------------------------


def _numbers_of_workers(script: Script, settings: Settings) -> list[int]:
    """Return the N that are tried: the settings' own, and one above both 4 and the number of calls."""
    main = run(script, MAIN)
    if main.ending.how == "cpu":
        return [int(MAIN)]  # each run would burn as much, and the claims that this breaks are lost already
    calls = len(futures_of(main))
    return [*settings.workers, max(4, calls, *settings.workers) + 1]


def _changed_run(script: Script, settings: Settings) -> Recording:
    """Return a run in which the recorder changes what the calls return.

    With the most workers, if it ends well and makes the same calls: a script may make one for each worker.
    """
    recording = script.run(str(_numbers_of_workers(script, settings)[-1]), change="results")
    is_alike = recording.succeeded and _asked_in(recording) == _asked_in(run(script, MAIN))
    return recording if is_alike else script.run(MAIN, change="results")


def _asked_in(recording: Recording) -> list[tuple[str | None, Any]]:
    """Return which calls were submitted with apply_async, by function and arguments."""
    return [(each.function, each.args) for each in futures_of(recording)]


def _run_with(script: Script, number: int, settings: Settings) -> Recording:
    """Return a run with this number of workers.

    With the most it is the one whose results are changed, so that a submission costs a run less; but a script that
    asserts its results, and stops, is run as it is.
    """
    if run(script, MAIN).succeeded and number == _numbers_of_workers(script, settings)[-1]:
        recording = script.run(str(number), change="results")
        if recording.succeeded:
            return recording
    return script.run(str(number))


def _expect_one_pool(recording: Recording, number: int) -> None:
    require_a_verdict(recording)
    expected = f"{command(recording)} to have one pool of {number} worker{'s' if number > 1 else ''}"
    if not recording.calls and not recording.succeeded:
        raise Unmet(
            expected,
            f"it {how_it_ended(recording)}",
            hint_for_ending(recording, "the number must work for every N from 1 on"),
            cause=recording.uncaught,
        )
    if not recording.calls:
        raise Unmet(expected, "no call was handed to a pool", "make the pool with Pool(n), where n is int(sys.argv[1])")
    five = [each for each in _five(recording) if each is not None]
    used = {(each.master, each.pool) for each in five or recording.calls}
    own = {(each.master, each.pool) for each in _own(recording)} if five else set()
    used |= own if not own & used else set()
    pools = [pool for pool in recording.pools if (pool.master, pool.number) in used]
    if len(pools) > 1:
        raise Unmet(
            expected,
            f"the calls went to {len(pools)} pools",
            "make one pool, before the first call, and submit all calls to it",
        )
    for pool in pools:
        expect(
            pool.kind == "process",
            expected,
            "its pool has threads, which share the master's process",
            "make the pool with multiprocessing.Pool: its workers are processes",
        )
        expect(
            pool.size == number,
            expected,
            f"its pool has {pool.size} worker{'s' if pool.size > 1 else ''}",
            "make the pool with Pool(n), where n is int(sys.argv[1])",
        )


def _expect_same_in_workers(script: Script, recording: Recording) -> None:
    for (function, args), value, each in zip(CALLS, _VALUES, _five(recording), strict=True):
        if each is not None:
            expect_same_in_worker(script, recording, each, function, args, value, argv=[MAIN])


def _expect_ideal_schedule(main: Recording, recording: Recording, number: int) -> None:
    require_a_verdict(recording)
    five = [each for each in _five(recording) if each is not None]
    unfinished = [each for each in five if each.started is None or each.ended is None or each.resolved is None]
    if main.succeeded and unfinished and all(each and each.resolved is not None for each in _five(main)):
        raise Unmet(
            f"{name_of(unfinished[0])} to come to its end in {command(recording)}",
            _ended(recording),
            "fewer workers need more time: wait until ready() is True of all futures, however long that takes",
            about="end",
            cause=recording.uncaught,
        )
    if len(five) < len(CALLS) or unfinished:
        what = name_of(unfinished[0]) if unfinished else "one of the five calls"
        not_checked(f"{what} did not come to its end in {command(recording)}")
    schedules.expect_ideal(recording, five, number)


def _expect_good_end(recording: Recording) -> None:
    expect(
        recording.succeeded,
        f"{command(recording)} to end with exit status 0",
        f"it {how_it_ended(recording)}",
        hint_for_ending(recording, ""),
        cause=recording.uncaught,
    )
