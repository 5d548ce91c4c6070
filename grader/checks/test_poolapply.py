"""poolapply.py: two functions run in a worker of a pool, one after the other, through `Pool.apply`."""

import pytest

from grader.checks import common
from grader.checks.calls import is_call_of, is_in_process, list_calls
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
from grader.checks.runs import command, hint_for_ending, how_it_ended, run
from grader.claims import Unmet, expect, not_checked
from grader.recording.recording import Call, Recording
from grader.recording.script import Script


@pytest.mark.points(4)
def test_slow_function_sleeps_and_returns_nsecs(script: Script) -> None:
    """slow_function sleeps for nsecs seconds and returns nsecs."""

    def judge(nsecs: int) -> None:
        returned = call(script, "slow_function", nsecs)
        expect_value(returned, nsecs, "end the function with: return nsecs")
        expect_slept(returned, nsecs)

    for_all(judge, [5], nsecs=NSECS)


@pytest.mark.points(4)
def test_slow_add_sleeps_and_returns_the_sum(script: Script) -> None:
    """slow_add sleeps for nsecs seconds and returns x + y."""

    def judge(nsecs: int, x: int, y: int) -> None:
        returned = call(script, "slow_add", nsecs, x, y)
        expect_value(returned, x + y, "end the function with: return x + y")
        expect_slept(returned, nsecs)

    for_all(judge, [1, 6, 7], nsecs=NSECS, x=NUMBERS, y=NUMBERS)


@pytest.mark.points(2)
def test_both_say_which_process_sleeps_and_wakes(script: Script) -> None:
    """Both functions say which process sleeps and wakes."""
    for function, args in (("slow_function", [12]), ("slow_add", [14, 31, 42])):
        returned = script.call(function, *args)
        if returned.missing or returned.ending is not None:
            not_checked(f"{function} cannot be called" if returned.missing else f"{function} does not come back")
        expect_says_who_sleeps(returned)
    expect_workers_name_themselves(script.run(), "slow_function", "slow_add")


@pytest.mark.points(2)
def test_importing_runs_nothing(script: Script) -> None:
    """Importing the file runs nothing."""
    common.expect_import_runs_nothing(script)


@pytest.mark.points(1)
def test_master_announces_its_pid(script: Script) -> None:
    """The master prints its PID."""
    common.expect_master_names_itself(run(script))


@pytest.mark.points(5)
def test_slow_function_runs_in_a_worker(script: Script) -> None:
    """slow_function runs with [5] in a worker, by Pool.apply."""
    _expect_applied(script, "slow_function", [5])


@pytest.mark.points(5)
def test_slow_add_runs_in_a_worker(script: Script) -> None:
    """slow_add runs with [1, 6, 7] in a worker, by Pool.apply."""
    _expect_applied(script, "slow_add", [1, 6, 7])


@pytest.mark.points(2)
@pytest.mark.rests_on("test_slow_function_runs_in_a_worker", "test_slow_add_runs_in_a_worker")
def test_both_results_are_printed(script: Script) -> None:
    """Both results are printed, and the exit status is 0."""
    recording = run(script)
    wanted = [_applied(recording, "slow_function", [5]), _applied(recording, "slow_add", [1, 6, 7])]
    expect_results(script, recording, [each for each in wanted if each is not None], _applied_again)


def _applied_again(recording: Recording) -> list[Call]:
    wanted = [_applied(recording, "slow_function", [5]), _applied(recording, "slow_add", [1, 6, 7])]
    return [each for each in wanted if each is not None]


def _applied(recording: Recording, function: str, args: list[int]) -> Call | None:
    calls = [each for each in recording.calls if each.how == "apply" and is_call_of(each, function, args)]
    return next(iter(calls), None)


def _expect_applied(script: Script, function: str, args: list[int]) -> None:
    recording = run(script)
    wanted = f"pool.apply({function}, {args})"
    each = _applied(recording, function, args)
    if each is None:
        hint = hint_for_ending(recording, f"hand the call to a worker: {wanted}")
        seen = _what_happened_instead(recording, function)
        raise Unmet(wanted, seen, hint, about="start", cause=recording.uncaught)
    if each.started is None:
        raise Unmet(
            f"{wanted} to run in a worker",
            f"{command(recording)} {how_it_ended(recording)} before a worker had begun the call",
            hint_for_ending(recording, "wait for the call to end"),
            cause=recording.uncaught,
        )
    expect(
        is_in_process(recording, each),
        f"{wanted} in a worker process of its own",
        "the pool has threads, which run in the master's own process",
        "make the pool with multiprocessing.Pool",
    )
    expect_same_in_worker(script, recording, each, function, args, args[0] if len(args) == 1 else args[1] + args[2])


def _what_happened_instead(recording: Recording, function: str) -> str:
    others = [each for each in recording.calls if each.function == function]
    seen = list_calls(others or recording.calls)
    if any(sleep.main and sleep.pid == recording.master for sleep in recording.sleeps):
        seen += "; the master slept itself"
    return seen if recording.succeeded else f"{seen}; {command(recording)} {how_it_ended(recording)}"
