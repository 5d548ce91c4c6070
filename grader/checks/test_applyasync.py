"""applyasync.py: two calls are started with `Pool.apply_async`, so that they run at the same time."""

import pytest

from grader.checks import common
from grader.checks.calls import is_call_of, is_in_process, list_calls, name_of, picture_of, pool_of
from grader.checks.functions import (
    NSECS,
    NUMBERS,
    call,
    expect_same_in_worker,
    expect_says_who_sleeps,
    expect_slept,
    expect_value,
    expect_workers_name_themselves,
    for_all,
)
from grader.checks.results import expect_results
from grader.checks.runs import command, describe, hint_for_ending, how_it_ended, run, seconds, tolerance
from grader.claims import Unmet, expect, not_checked
from grader.recording.recording import Call, Recording
from grader.recording.script import Script

CALLS = ([1, 6, 7], [1, 2, 3])


@pytest.mark.points(4)
def test_slow_add_sleeps_and_returns_the_sum(script: Script) -> None:
    """slow_add says who sleeps, sleeps, and returns x + y."""

    def judge(nsecs: int, x: int, y: int) -> None:
        returned = call(script, "slow_add", nsecs, x, y)
        expect_value(returned, x + y, "end the function with: return x + y")
        expect_slept(returned, nsecs)
        if nsecs:
            expect_says_who_sleeps(returned)

    for_all(judge, *CALLS, nsecs=NSECS, x=NUMBERS, y=NUMBERS)
    expect_workers_name_themselves(script.run(), "slow_add")


@pytest.mark.points(2)
def test_importing_runs_nothing(script: Script) -> None:
    """Importing the file runs nothing."""
    common.expect_import_runs_nothing(script)


@pytest.mark.points(1)
def test_master_announces_its_pid(script: Script) -> None:
    """The master prints its PID."""
    common.expect_master_names_itself(run(script))


@pytest.mark.points(6)
def test_both_calls_are_started_with_apply_async(script: Script) -> None:
    """Both calls are started with apply_async."""
    recording = run(script)
    for args, each in zip(CALLS, _both(recording), strict=True):
        wanted = f"pool.apply_async(slow_add, {args})"
        if each is None:
            hint = hint_for_ending(recording, f"start this call, too: {wanted}")
            seen = _what_happened_instead(recording)
            raise Unmet(wanted, seen, hint, about="start", cause=recording.uncaught)
        if each.started is None and each.error is not None:
            raise Unmet(
                f"{wanted} to run in a worker",
                f"the call failed with {describe(each.error)}",
                "a worker must be able to import the function: define it with def at the top of the file",
                cause=each.error,
            )


@pytest.mark.points(9)
@pytest.mark.rests_on("test_both_calls_are_started_with_apply_async")
def test_both_calls_sleep_at_the_same_time(script: Script) -> None:
    """Both calls sleep at the same time, in two workers."""
    recording = run(script)
    calls = _calls(recording)
    for each in calls:
        _expect_ran(recording, each)
        args = next(args for args in CALLS if is_call_of(each, "slow_add", args))
        expect_same_in_worker(script, recording, each, "slow_add", args, args[1] + args[2])
        if not each.slept:
            not_checked(f"{name_of(each)} does not sleep")
    one, two = sorted(calls, key=lambda each: (each.submitted or 0.0, each.started or 0.0))
    longest = max(each.slept for each in calls)
    took = max(each.ended or 0.0 for each in calls) - (one.submitted or 0.0)
    if took > longest + tolerance(recording, longest):
        raise Unmet(
            f"both results after {seconds(longest)}",
            _why_late(recording, one, two, took),
            _hint_for_late(recording, one, two),
            about="late",
            picture=picture_of(recording, calls),
        )


@pytest.mark.points(4)
@pytest.mark.rests_on("test_both_calls_are_started_with_apply_async")
def test_both_resolve_while_the_pool_lives(script: Script) -> None:
    """Both calls are resolved while their pool lives."""
    recording = run(script)
    for each in _calls(recording):
        if each.resolved is not None:
            continue
        pool = pool_of(recording, each)
        if pool is not None and pool.terminated is not None:
            seen = f"the pool was ended at {seconds(pool.terminated, recording)}, before the call had"
        else:
            seen = f"{command(recording)} {how_it_ended(recording)}"
        raise Unmet(
            f"{name_of(each)} to be resolved before its pool ends",
            seen,
            "wait for both futures, with wait() or get(), inside the with block",
            about="end",
            cause=recording.uncaught,
        )


@pytest.mark.points(4)
@pytest.mark.rests_on("test_both_calls_are_started_with_apply_async", "test_both_resolve_while_the_pool_lives")
def test_both_results_are_printed(script: Script) -> None:
    """Both results are printed, and the exit status is 0."""
    recording = run(script)
    expect_results(script, recording, _calls(recording), _calls)


def _both(recording: Recording) -> list[Call | None]:
    """Return the two calls that are asked for, each None when it is not there."""
    started = [each for each in recording.calls if each.how == "apply_async"]
    return [next((each for each in started if is_call_of(each, "slow_add", args)), None) for args in CALLS]


def _calls(recording: Recording) -> list[Call]:
    return [each for each in _both(recording) if each is not None]


def _what_happened_instead(recording: Recording) -> str:
    seen = list_calls(recording.calls)
    if any(sleep.main and sleep.pid == recording.master for sleep in recording.sleeps):
        seen += "; the master slept itself"
    return seen if recording.succeeded else f"{seen}; {command(recording)} {how_it_ended(recording)}"


def _expect_ran(recording: Recording, each: Call) -> None:
    """Expect that a call came to its end in a worker process; whether one had begun it may be a matter of luck."""
    expect(
        each.started is None or is_in_process(recording, each),
        "two worker processes",
        "the calls ran in threads of the master's own process",
        "make the pool with multiprocessing.Pool",
    )
    pool = pool_of(recording, each)
    if each.ended is None and each.started is not None and (pool is None or pool.terminated is None):
        not_checked(f"{name_of(each)} never ended: {command(recording)} {how_it_ended(recording)}")
    if each.ended is None:
        raise Unmet(
            f"{name_of(each)} to run in a worker to its end",
            _why_unfinished(recording, each),
            "wait for both futures, with wait() or get(), inside the with block",
            about="end",
            cause=recording.uncaught,
        )


def _why_unfinished(recording: Recording, each: Call) -> str:
    pool = pool_of(recording, each)
    if pool is not None and pool.terminated is not None:
        return f"the pool was ended at {seconds(pool.terminated, recording)}, before the call was over"
    return f"{command(recording)} {how_it_ended(recording)} before the call was over"


def _why_late(recording: Recording, one: Call, two: Call, took: float) -> str:
    there = seconds(took, recording)
    if one.worker == two.worker and (two.submitted or 0.0) < (one.ended or 0.0):
        return f"one worker ran both calls, one after the other: the results were there after {there}"
    if (two.submitted or 0.0) > (one.submitted or 0.0) + tolerance(recording):
        before = "when" if (two.submitted or 0.0) >= (one.ended or 0.0) - tolerance(recording) else "before"
        submitted = seconds(two.submitted or 0.0, recording)
        return f"{name_of(two)} was submitted at {submitted}, {before} {name_of(one)} had ended"
    return f"the calls ran one after the other: the results were there after {there}"


def _hint_for_late(recording: Recording, one: Call, two: Call) -> str:
    pool = pool_of(recording, one)
    if (two.submitted or 0.0) > (one.submitted or 0.0):
        return "start both calls first, without a pause between them, then wait for them"
    if pool is not None and pool.size == 1:
        return "the pool has one worker only: give it two, or leave the number out"
    return "what do both calls wait for? Nothing that they share may be held while they sleep"
