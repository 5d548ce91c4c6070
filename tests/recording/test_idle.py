"""The idle rule, sentence by sentence: may the clock jump, and does a run hang?"""

from __future__ import annotations

import pytest

from grader.recording.idle import Jump, PoolActivity, Witness, hangs, hear_events, may_jump

YES, NO, UNKNOWN = Witness.YES, Witness.NO, Witness.UNKNOWN
BLIND = PoolActivity(2, submitted=4, countable=False)  # an imap
BUSY = PoolActivity(2, submitted=2, asleep=1)
CALM = PoolActivity(2, submitted=2, asleep=2)

# What goes on in the pools; whether the master is in a sleep or wait that we know; what the events say.
SITUATIONS = {
    "nothing but a sleeping master": ([], True, YES),
    "a master in something that we do not know": ([], False, UNKNOWN),
    "a pool without a call": ([PoolActivity(2)], True, YES),
    "all calls asleep, a place is free": ([PoolActivity(4, submitted=2, asleep=2)], True, YES),
    "all places asleep, calls wait in line": ([PoolActivity(2, submitted=6, asleep=2)], True, YES),
    "a call waits for a worker that has not begun it": ([PoolActivity(2, submitted=1)], True, NO),
    "one of two calls has not fallen asleep": ([BUSY], True, NO),
    "a place is free and a call waits for it": ([PoolActivity(2, submitted=6, ended=1, asleep=1)], True, NO),
    "the last call sleeps": ([PoolActivity(2, submitted=6, ended=5, asleep=1)], True, YES),
    "a call has ended, nobody has taken its result": (
        [PoolActivity(2, submitted=2, ended=1, asleep=1, unresolved=1)],
        True,
        NO,
    ),
    "all calls have ended, one result is not taken": ([PoolActivity(2, submitted=2, ended=2, unresolved=1)], True, NO),
    "a callback sleeps, so results stay untaken": (
        [PoolActivity(2, submitted=2, ended=2, unresolved=1, in_callback=True)],
        True,
        YES,
    ),
    "a callback sleeps, but a call has not begun": (
        [PoolActivity(2, submitted=3, ended=2, unresolved=1, in_callback=True)],
        True,
        NO,
    ),
    "all is resolved": ([PoolActivity(2, submitted=5, ended=5)], True, YES),
    "an imap of unknown length": ([BLIND], True, UNKNOWN),
    "all calls asleep, the master computes": ([CALM], False, UNKNOWN),
    "a call not begun, the master computes": ([BUSY], False, NO),
    "one pool is calm, the other busy": ([CALM, BUSY], True, NO),
    "one pool is busy, the other calm": ([BUSY, CALM], True, NO),
    "two calm pools": ([CALM, CALM], True, YES),
    "a blind pool does not hide a busy one": ([BLIND, BUSY], True, NO),
    "a calm pool does not make a blind one known": ([BLIND, CALM], True, UNKNOWN),
}


@pytest.mark.parametrize(("pools", "blocked", "answer"), SITUATIONS.values(), ids=SITUATIONS)
def test_the_events_say(pools, blocked, answer):
    """In each situation the events say whether everybody who could act is asleep, or that they do not know."""
    assert hear_events(pools, master_is_blocked=blocked) is answer


# What the events say; for how long the kernel has seen nothing run; CPU seconds without an event; how sure a jump is.
JUMPS = [
    (YES, 0.0, 0.0, Jump.SURE),
    (YES, 9.0, 0.0, Jump.SURE),
    (YES, None, 0.0, None),
    (UNKNOWN, 0.0, 0.0, None),
    (UNKNOWN, 0.049, 0.0, None),
    (UNKNOWN, 0.05, 0.0, Jump.GUESS),
    (UNKNOWN, None, 0.0, None),
    (NO, 0.05, 0.0, None),
    (NO, 0.999, 0.0, None),
    (NO, 1.0, 0.0, Jump.SLOW),
    (NO, None, 0.0, None),
    (YES, None, 0.99, None),
    (YES, None, 1.0, Jump.FORCED),
    (UNKNOWN, None, 1.0, Jump.FORCED),
    (NO, None, 1.0, Jump.FORCED),
    (NO, 0.5, 1.0, Jump.FORCED),
    (UNKNOWN, 0.01, 5.0, Jump.FORCED),
    (YES, 0.0, 1.0, Jump.SURE),
    (UNKNOWN, 0.05, 1.0, Jump.GUESS),
    (NO, 1.0, 1.0, Jump.SLOW),
]


@pytest.mark.parametrize(("events", "quiet", "cpu", "jump"), JUMPS)
def test_the_clock_may_jump(events, quiet, cpu, jump):
    """The kernel must be quiet for as long as the events ask; a tree that burns a second is moved on all the same."""
    assert may_jump(events, quiet, cpu) is jump


@pytest.mark.parametrize("events", Witness)
def test_nothing_jumps_while_something_runs(events):
    """The kernel is a condition always: whatever the events say, something that ran just now stops the clock."""
    assert may_jump(events, None, 0.0) is None


# The same, but these very words of the events have been contradicted by a second of silence before.
CONTRADICTED = [
    (None, 0.0, None),
    (0.0, 0.0, None),
    (0.049, 0.0, None),
    (0.05, 0.0, Jump.SLOW),
    (None, 1.0, Jump.FORCED),
]


@pytest.mark.parametrize(("quiet", "cpu", "jump"), CONTRADICTED)
def test_a_second_is_not_waited_for_twice(quiet, cpu, jump):
    """What was contradicted once needs no more silence than a guess, and the jump is as little sure as the first."""
    assert may_jump(NO, quiet, cpu, contradicted=True) is jump


HANGS = [
    (None, True, False),
    (0.0, True, False),
    (0.99, True, False),
    (1.0, True, True),
    (None, False, False),
    (1.0, False, False),
    (5.99, False, False),
    (6.0, False, True),
]


@pytest.mark.parametrize(("quiet", "known", "answer"), HANGS)
def test_a_run_hangs(quiet, known, answer):
    """Quiet for a second in a wait without a limit, or for six elsewhere, a run in which nobody sleeps hangs."""
    assert hangs(quiet, in_known_wait=known) is answer
