"""Are the futures of future.py polled? When the master asked after them, and what it printed about them meanwhile.

Words are free, so a status line is known by its index and by what the master had just been told by `ready()`:
the lines for finished futures must differ from those for running ones. Where a line uses well-known words, they
must not say the opposite.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NoReturn

from grader.checks.calls import name_of, pool_of
from grader.checks.facts import quote
from grader.checks.indices import (
    LONGEST_INTERVAL,
    first_gap,
    first_unended,
    lies,
    longest_gap,
    orders_of,
    polled_since,
    status_lines,
    takes_time,
    truthful_lines,
)
from grader.checks.mentions import readings
from grader.checks.runs import command, hint_for_ending, how_it_ended, seconds, tolerance
from grader.checks.wording import states_said
from grader.claims import Unmet, expect, not_checked
from grader.recording.recording import Call, Line, Recording

_POLL = "ask f.ready() of every future, print one line for each, sleep a second, and begin again"


def expect_polled(recording: Recording, futures: Sequence[Call], asked_for: Sequence[Call], *, in_time: bool) -> None:
    """Expect that every unfinished future is asked `ready()`, and reported, at intervals of at most two seconds.

    From the last submission on; those that are `asked_for` also before. Where calls are submitted late, so that all is
    over late, that is another claim: then it is from the last of those on that they have to be asked.
    """
    if not any(takes_time(recording, each) for each in futures):
        not_checked("no call takes any time, so there was nothing to wait for")
    started = polled_since(recording, futures)
    times = sorted({time for each in futures for time in asked_at(each, False) if time >= started - 0.01})
    if not times:
        _complain_of_no_polling(recording, futures)
    expect(
        not recording.spins,
        "a pause between one round of ready() and the next",
        "ready() was asked again and again without a pause",
        "call time.sleep(1) at the end of each round",
    )
    late = 0.0 if in_time else max((each.submitted or 0.0 for each in asked_for), default=0.0)
    for each in asked_for:
        if each.resolved is not None:
            _expect_no_gap(recording, futures.index(each), each, max(late, each.submitted or 0.0), started)
    slow = _slow(recording, futures, started)
    for index, each in enumerate(slow):
        _expect_known(recording, each)
        _expect_no_gap(recording, index, each, started, recording.elapsed)
    _expect_status_lines(recording, futures, slow)


def expect_true_status(recording: Recording, futures: Sequence[Call]) -> None:
    """Expect that the status lines are true of another run, too, in which the calls end at other times."""
    try:
        _expect_status_lines(recording, futures, _slow(recording, futures, polled_since(recording, futures)))
    except Unmet as unmet:
        unmet.expected += f", in {command(recording)} as well"
        raise


def _slow(recording: Recording, futures: Sequence[Call], started: float) -> list[Call]:
    """Return the futures that are not resolved at once."""
    lasting = [each for each in futures if takes_time(recording, each)]
    return [each for each in lasting if each.resolved is None or each.resolved > started + tolerance(recording)]


def _complain_of_no_polling(recording: Recording, futures: Sequence[Call]) -> NoReturn:
    asked = [time for each in futures for time in asked_at(each)]
    if asked:
        seen = f"ready() was first asked at {seconds(min(asked), recording)}, when every call had ended"
    else:
        seen = "ready() was never asked"
    if not recording.succeeded:
        seen += f"; {command(recording)} {how_it_ended(recording)}"
    hint = hint_for_ending(recording, _POLL)
    raise Unmet(
        "ready() asked of every unfinished future about once a second",
        seen,
        hint,
        about="polling",
        cause=recording.uncaught,
    )


def _expect_known(recording: Recording, each: Call) -> None:
    if each.resolved is None:
        _complain_of_unresolved(recording, each)
    if not each.questions and recording.succeeded:
        raise Unmet(
            f"ready() asked of every future, also of that of {name_of(each)}",
            "the master never asked that future anything",
            "keep what each apply_async returns, in a list for example, and ask all that are in it",
            about="polling",
        )


def _expect_no_gap(recording: Recording, index: int, each: Call, start: float, end: float) -> None:
    gap = longest_gap(index, each, asked_at(each), start, end)
    if gap.end - gap.start > LONGEST_INTERVAL + tolerance(recording):
        raise Unmet(
            f"ready() asked of {name_of(each)} about once a second",
            f"it was not asked between {seconds(gap.start, recording)} and {seconds(gap.end, recording)}",
            _POLL,
            about="polling",
        )


def _complain_of_unresolved(recording: Recording, each: Call) -> None:
    pool = pool_of(recording, each)
    ended = f"{command(recording)} {how_it_ended(recording)}"
    if each.lost:
        raise Unmet(
            f"{name_of(each)} to end",
            f"its worker died in the middle of the call; {ended}",
            "a worker that ends its own process never sends a result: return or raise instead",
        )
    if pool is not None and pool.terminated is not None:
        raise Unmet(
            f"{name_of(each)} to be resolved before its pool ends",
            f"the pool was terminated at {seconds(pool.terminated, recording)}, with this call still running or in "
            f"line; {ended}",
            "poll inside the with block: at its end the pool and all its workers are gone",
            about="end",
            cause=recording.uncaught,
        )
    raise Unmet(
        f"{name_of(each)} to be resolved",
        ended,
        hint_for_ending(recording, _POLL),
        about="end",
        cause=recording.uncaught,
    )


def _expect_status_lines(recording: Recording, futures: Sequence[Call], slow: Sequence[Call]) -> None:
    complaints = []
    for lines in readings(status_lines(recording, futures), futures):
        for order in orders_of(recording, lines, futures):
            complaints.append(_complaint_of(recording, lines, futures, slow, order))
            if complaints[-1] is None:
                return
    raise next(complaint for complaint in complaints if complaint is not None)


def _complaint_of(
    recording: Recording, lines: Sequence[Line], futures: Sequence[Call], slow: Sequence[Call], order: Sequence[int]
) -> Unmet | None:
    """Return what is wrong with the status lines if they know the futures by these indices."""
    gap = _complaint_of_gaps(recording, lines, futures, slow, order)
    lie = None if gap else _complaint_of_lies(recording, lines, futures, order)
    if lie is not None:
        lines = truthful_lines(recording, lines, futures, order)
        gap = _complaint_of_gaps(recording, lines, futures, slow, order)
    no_end = None if gap else _complaint_of_no_end(recording, lines, futures, slow, order)
    return (lie or gap or no_end) if gap or no_end else None


def _complaint_of_gaps(
    recording: Recording, lines: Sequence[Line], futures: Sequence[Call], slow: Sequence[Call], order: Sequence[int]
) -> Unmet | None:
    gap = first_gap(recording, lines, futures, slow, order)
    if gap is None:
        return None
    return Unmet(
        f'"Process {gap.index} is running..." about once a second, for {name_of(gap.call)}',
        f"no such line between {seconds(gap.start, recording)} and {seconds(gap.end, recording)}; "
        f"the master printed {quote(lines)}",
        "print one line for every future in every round, each with its index",
    )


def _complaint_of_lies(
    recording: Recording, lines: Sequence[Line], futures: Sequence[Call], order: Sequence[int]
) -> Unmet | None:
    lie = next(lies(recording, lines, futures, order), None)
    if lie is None:
        return None
    line, each = lie
    state = "had ended" if states_said(line.text) == {False} else "had not ended"
    return Unmet(
        f"the status of {name_of(each)} as it is",
        f'at {seconds(line.at, recording)} the master printed "{line.text.strip()}", but that call {state}',
        "print that a future has finished when its ready() is True, and the index of that future",
    )


def _complaint_of_no_end(
    recording: Recording, lines: Sequence[Line], futures: Sequence[Call], slow: Sequence[Call], order: Sequence[int]
) -> Unmet | None:
    unended = first_unended(recording, lines, futures, slow, order)
    if unended is None:
        return None
    index, each, after = unended
    return Unmet(
        f'"Process {index} has finished", once {name_of(each)} has ended',
        f"after {seconds(each.resolved or 0.0, recording)} the master printed of it {quote(after)}",
        "ready() tells: print one text when it is True, and another when it is False",
    )


def asked_at(each: Call, answer: bool | None = None) -> list[float]:
    """Return when `ready()` was asked of a future, and answered so."""
    return [question.asked for question in each.asked("ready") if answer is None or question.answer is answer]
