"""Are the futures of future.py polled, and reported with their results and errors? Read from what was printed."""

from __future__ import annotations

from collections.abc import Sequence

from grader.checks import common, polling
from grader.checks.common import name_of, seconds, tolerance
from grader.checks.facts import lines_of, numbers, quote, show, shows_error, shows_value
from grader.claims import Unmet, expect, not_checked
from grader.recording.recording import Call, Line, Recording

_POLL = "ask f.ready() of every future, print one line for each, sleep a second, and begin again"


# polling --------------------------------------------------------------------------------------------------------


def expect_polled(recording: Recording, futures: Sequence[Call]) -> None:
    """Expect that every unfinished future is asked `ready()`, and reported, at intervals of at most two seconds."""
    started = max(each.submitted or 0.0 for each in futures)
    times = sorted({time for each in futures for time in polling.asked_at(each, False) if time >= started - 0.01})
    slow = [each for each in futures if each.resolved is None or each.resolved > started + tolerance(recording)]
    if not times:
        _complain_of_no_polling(recording, futures, slow)
        return
    expect(
        not recording.spins,
        "a pause between one round of ready() and the next",
        "ready() was asked again and again without a pause",
        "call time.sleep(1) at the end of each round",
    )
    _expect_gaps(recording, futures, slow, started)
    _expect_status_lines(recording, futures, slow, started)


def _complain_of_no_polling(recording: Recording, futures: Sequence[Call], slow: Sequence[Call]) -> None:
    asked = [time for each in futures for time in polling.asked_at(each)]
    if not slow:
        not_checked("no call takes any time, so there was nothing to wait for")
    if asked:
        seen = f"ready() was first asked at {seconds(min(asked))}, when every call had ended"
    else:
        seen = "ready() was never asked"
    if not recording.finished:
        seen += f"; {common.command(recording)} {common.how_it_ended(recording)}"
    raise Unmet("ready() asked of every unfinished future about once a second", seen, _POLL)


def _expect_gaps(recording: Recording, futures: Sequence[Call], slow: Sequence[Call], started: float) -> None:
    for index, each in enumerate(futures):
        if each not in slow:
            continue
        if each.resolved is None:
            _complain_of_unresolved(recording, each)
        gap = polling.longest_gap(index, each, polling.asked_at(each), started, recording.elapsed)
        if gap.end - gap.start > polling.LONGEST_INTERVAL + tolerance(recording):
            raise Unmet(
                f"ready() asked of {name_of(each)} about once a second",
                f"it was not asked between {seconds(gap.start)} and {seconds(gap.end)}",
                _POLL,
            )


def _complain_of_unresolved(recording: Recording, each: Call) -> None:
    pool = common.pool_of(recording, each)
    ended = f"{common.command(recording)} {common.how_it_ended(recording)}"
    if each.lost:
        raise Unmet(
            f"{name_of(each)} to end",
            f"its worker died in the middle of the call; {ended}",
            "a worker that ends its own process never sends a result: return or raise instead",
        )
    if pool is not None and pool.terminated is not None:
        raise Unmet(
            f"{name_of(each)} to be resolved before its pool ends",
            f"the pool was terminated at {seconds(pool.terminated)}, before the call had ended; {ended}",
            "poll inside the with block: at its end the pool and all its workers are gone",
        )
    raise Unmet(f"{name_of(each)} to be resolved", ended, common.hint_for_ending(recording, _POLL))


def _expect_status_lines(recording: Recording, futures: Sequence[Call], slow: Sequence[Call], started: float) -> None:
    lines = _status_lines(recording, started)
    order = _order(recording, lines, futures)
    for index, each in zip(order, futures, strict=True):
        if each not in slow:
            continue
        own = [line for line in lines if polling.has_index(line.text, index)]
        gap = polling.longest_gap(index, each, [line.at for line in own], started, recording.elapsed)
        if gap.end - gap.start > polling.LONGEST_INTERVAL + tolerance(recording):
            raise Unmet(
                f'"Process {index} is running..." about once a second, for {name_of(each)}',
                f"no such line between {seconds(gap.start)} and {seconds(gap.end)}; the master printed {quote(lines)}",
                "print one line for every future in every round, each with its index",
            )
    lie = _first_lie(recording, lines, futures, order)
    if lie is not None:
        line, each = lie
        state = "had ended" if polling.states_said(line.text) == {False} else "had not ended"
        raise Unmet(
            f"the status of {name_of(each)} as it is",
            f'at {seconds(line.at)} the master printed "{line.text.strip()}", but that call {state}',
            "print that a future has finished when its ready() is True, and the index of that future",
        )
    _expect_finished_once(recording, lines, futures, slow, order)


def _status_lines(recording: Recording, started: float) -> list[Line]:
    """Return what the master printed while it polled: from the last submission to the last question."""
    asked = [question.asked for each in recording.calls for question in each.asked("ready")]
    end = max(asked, default=0.0) + tolerance(recording)
    return [line for line in lines_of(recording, recording.master, since=started) if line.at <= end]


def _base(lines: Sequence[Line], count: int) -> int:
    seen = {int(number.value) for line in lines for number in numbers(line.text) if number.value.is_integer()}
    return next((base for base in (0, 1) if set(range(base, base + count)) <= seen), 0 if 0 in seen else 1)


def _order(recording: Recording, lines: Sequence[Line], futures: Sequence[Call]) -> list[int]:
    """Return the index by which the status lines know each future.

    It is the place in the order of submission, from 0 or from 1, unless that makes the lines lie and the order in
    which the reports number the futures does not: a script may count them as it likes.
    """
    base = _base(lines, len(futures))
    natural = list(range(base, base + len(futures)))
    if _first_lie(recording, lines, futures, natural) is None:
        return natural
    reported = _reported_order(recording, futures, base)
    if reported is not None and _first_lie(recording, lines, futures, reported) is None:
        return reported
    return natural


def _reported_order(recording: Recording, futures: Sequence[Call], base: int) -> list[int] | None:
    """Return the index by which the reports know each future, or None when they do not number them one to one."""
    free = set(range(base, base + len(futures)))
    order: list[int | None] = []
    for each in futures:
        lines = _reports(recording, each) if each.error is None else _reports_of_error(recording, each)
        found = {index for line in lines for index in _indices(line, each, len(futures))} & free
        order.append(found.pop() if len(found) == 1 else None)
        free -= {order[-1]} if order[-1] is not None else set()
    if order.count(None) == 1:
        order[order.index(None)] = free.pop()
    return None if None in order else [index for index in order if index is not None]


def _first_lie(
    recording: Recording, lines: Sequence[Line], futures: Sequence[Call], order: Sequence[int]
) -> tuple[Line, Call] | None:
    """Return the first status line that says the opposite of what is the case, in words that we know."""
    of_index = dict(zip(order, futures, strict=True))
    for line in lines:
        said, found = polling.states_said(line.text), numbers(line.text)
        each = of_index.get(int(found[0].value)) if len(found) == 1 else None
        if len(said) != 1 or each is None:
            continue
        is_over = each.resolved is not None and each.resolved <= line.at + tolerance(recording)
        was_over = each.resolved is not None and each.resolved < line.at - tolerance(recording)
        if (said == {True} and not is_over) or (said == {False} and was_over):
            return line, each
    return None


def _expect_finished_once(
    recording: Recording, lines: Sequence[Line], futures: Sequence[Call], slow: Sequence[Call], order: Sequence[int]
) -> None:
    """Expect that a future that ends while the polling goes on is reported as finished, in other words."""
    rounds = sorted({line.at for line in lines})
    for index, each in zip(order, futures, strict=True):
        if each not in slow or each.resolved is None:
            continue
        edge = each.resolved + tolerance(recording)
        own = [line for line in lines if polling.has_index(line.text, index)]
        before = {polling.template(line.text) for line in own if line.at < each.resolved - tolerance(recording)}
        after = [line for line in own if line.at >= each.resolved - tolerance(recording)]
        goes_on = any(time > edge for time in rounds)
        if goes_on and not any(polling.template(line.text) not in before for line in after):
            raise Unmet(
                f'"Process {index} has finished", once {name_of(each)} has ended',
                f"after {seconds(each.resolved)} the master printed of it {quote(after)}",
                "ready() tells: print one text when it is True, and another when it is False",
            )


# results --------------------------------------------------------------------------------------------------------


def expect_results(recording: Recording, changed: Recording, futures: Sequence[Call], again: Sequence[Call]) -> None:
    """Expect that the value that each future holds is reported, with the future's own index."""
    usable = changed.succeeded and len(again) == len(futures)
    judged, calls = (changed, again) if usable else (recording, futures)
    for index, (each, old) in enumerate(zip(calls, futures, strict=True)):
        if old.error is not None or (each.resolved is None and old.resolved is None):
            continue
        lines = _reports(judged, each)
        if not lines:
            _complain_of_missing(recording, judged, index, each, old)
    _expect_indices(judged, calls)
    if all(each.resolved is None or each.error is not None for each in futures):
        not_checked("no future held a result")


def _reports(recording: Recording, each: Call) -> list[Line]:
    since = (each.resolved or 0.0) - tolerance(recording)
    return [line for line in lines_of(recording, recording.master, since=since) if shows_value(line.text, each.value)]


def _reports_of_error(recording: Recording, each: Call) -> list[Line]:
    since = (each.resolved or 0.0) - tolerance(recording)
    lines = lines_of(recording, recording.master, since=since)
    return [line for line in lines if each.error is not None and shows_error(line.text, each.error)]


def _complain_of_missing(recording: Recording, judged: Recording, index: int, each: Call, old: Call) -> None:
    if not recording.succeeded:
        not_checked(f"{common.command(recording)} {common.how_it_ended(recording)} before all results were reported")
    if judged is not recording and _reports(recording, old):
        raise Unmet(
            f'"... Result is {show(each.value)}" in a run in which {name_of(each)} returned {show(each.value)} '
            f"instead of {show(old.value)}",
            f"the script printed {show(old.value)} all the same",
            "print what get() returns, not a value that is typed in or computed again",
        )
    printed = lines_of(recording, recording.master, since=recording.elapsed - tolerance(recording))
    raise Unmet(
        f'"Process {index} was successful. Result is {show(old.value)}", the result of {name_of(old)}',
        f"at the end the master printed {quote(printed[-6:], 6)}",
        "print what the future's get() returns",
    )


def _expect_indices(recording: Recording, calls: Sequence[Call]) -> None:
    """Expect that each report bears the index of its own future, the same as in the status lines."""
    found: dict[int, set[int]] = {}
    for place, each in enumerate(calls):
        if each.error is None and each.resolved is not None and isinstance(each.value, int):
            found[place] = {index for line in _reports(recording, each) for index in _indices(line, each, len(calls))}
    labelled = {place: indices for place, indices in found.items() if indices}
    lines = _status_lines(recording, max(each.submitted or 0.0 for each in calls))
    order = _order(recording, lines, calls)
    wrong = [place for place, indices in labelled.items() if order[place] not in indices]
    if not wrong:
        return
    base = min(order)
    if all(order[place] + 1 - 2 * base in indices for place, indices in labelled.items()):
        raise Unmet(
            "the same index for a future in its status lines and in its report",
            f"the status lines count from {base}, the reports from {1 - base}",
            "count both with the same enumerate()",
        )
    each = calls[wrong[0]]
    raise Unmet(
        f"the result of {name_of(each)}, {show(each.value)}, for process {order[wrong[0]]}",
        f'the master printed "{_reports(recording, each)[0].text.strip()}"',
        "each result belongs to the future that it was asked of",
    )


def _indices(line: Line, each: Call, count: int) -> list[int]:
    return [
        int(number.value)
        for number in numbers(line.text)
        if number.value.is_integer() and 0 <= number.value <= count and not number.shows(each.value)
    ]


# errors ---------------------------------------------------------------------------------------------------------


def expect_errors(recording: Recording, futures: Sequence[Call]) -> None:
    """Expect that every error is reported, the script goes on to its end, and that with exit status 0."""
    ended = f"{common.command(recording)} {common.how_it_ended(recording)}"
    if recording.uncaught is not None and any(_is_same(recording, each) for each in futures):
        raise Unmet(
            f"{common.command(recording)} to report the exception and to go on",
            ended,
            "get() raises the exception of the call: ask successful() first, and catch what get() raises",
            line=recording.uncaught.line,
        )
    expect(
        recording.succeeded,
        f"{common.command(recording)} to end with exit status 0",
        f"it {common.how_it_ended(recording)}",
        common.hint_for_ending(recording, ""),
        line=recording.uncaught.line if recording.uncaught else None,
    )
    failed = [each for each in futures if each.error is not None and each.resolved is not None]
    if not failed:
        not_checked("no call that failed was resolved, so there is no exception to report")
    for each in failed:
        _expect_error_reported(recording, each)


def _is_same(recording: Recording, each: Call) -> bool:
    uncaught = recording.uncaught
    return (
        uncaught is not None
        and each.error is not None
        and (each.error.type, each.error.message) == (uncaught.type, uncaught.message)
    )


def _expect_error_reported(recording: Recording, each: Call) -> None:
    lines = lines_of(recording, recording.master, since=(each.resolved or 0.0) - tolerance(recording))
    text = "\n".join(line.text for line in lines)
    if each.error is not None and not shows_error(text, each.error):
        raise Unmet(
            f'"Process ... failed!" and its error, {each.error}, for {name_of(each)}',
            f"the error was not printed; at the end the master printed {quote(lines[-6:], 6)}",
            "catch what get() raises, and print it",
        )


# success --------------------------------------------------------------------------------------------------------


def expect_successful_asked(recording: Recording, futures: Sequence[Call]) -> None:
    """Expect that `successful()` was asked of every future after it was resolved."""
    expected = "successful() asked of every future, once it is resolved"
    for each in futures:
        questions = each.asked("successful")
        if any(question.raised is None for question in questions):
            continue
        if each.resolved is None:
            not_checked(f"{name_of(each)} was never resolved")
        if questions:
            raise Unmet(
                expected,
                f"of {name_of(each)} it was asked at {seconds(questions[0].asked)}, before the call had "
                f"ended, and raised {questions[0].raised}",
                "ask successful() only when ready() is True",
            )
        if not recording.succeeded:
            not_checked(f"{common.command(recording)} {common.how_it_ended(recording)} before all futures were asked")
        raise Unmet(
            expected,
            f"it was never asked of {name_of(each)}",
            "after a call has ended, successful() is False if it raised: then report the error",
        )
