"""Are the futures of future.py polled, and reported with their results and errors? Read from what was printed."""

from __future__ import annotations

import re
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
    if not recording.succeeded:
        seen += f"; {common.command(recording)} {common.how_it_ended(recording)}"
    hint = common.hint_for_ending(recording, _POLL)
    raise Unmet("ready() asked of every unfinished future about once a second", seen, hint)


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
            f"the pool was terminated at {seconds(pool.terminated)}, with this call still running or in line; {ended}",
            "poll inside the with block: at its end the pool and all its workers are gone",
        )
    raise Unmet(f"{name_of(each)} to be resolved", ended, common.hint_for_ending(recording, _POLL))


def _expect_status_lines(recording: Recording, futures: Sequence[Call], slow: Sequence[Call], started: float) -> None:
    lines = _status_lines(recording, started)
    complaints = [_complaint_of(recording, lines, futures, slow, order) for order in _orders(recording, lines, futures)]
    if None not in complaints:
        raise next(complaint for complaint in complaints if complaint is not None)


def _complaint_of(
    recording: Recording, lines: Sequence[Line], futures: Sequence[Call], slow: Sequence[Call], order: Sequence[int]
) -> Unmet | None:
    """Return what is wrong with the status lines if they know the futures by these indices."""
    return (
        _complaint_of_gaps(recording, lines, futures, slow, order)
        or _complaint_of_lies(recording, lines, futures, order)
        or _complaint_of_no_end(recording, lines, futures, slow, order)
    )


def _complaint_of_gaps(
    recording: Recording, lines: Sequence[Line], futures: Sequence[Call], slow: Sequence[Call], order: Sequence[int]
) -> Unmet | None:
    started = max(each.submitted or 0.0 for each in futures)
    for index, each in zip(order, futures, strict=True):
        own = [line.at for line in lines if polling.has_index(line.text, index)]
        gap = polling.longest_gap(index, each, own, started, recording.elapsed)
        if each in slow and gap.end - gap.start > polling.LONGEST_INTERVAL + tolerance(recording):
            return Unmet(
                f'"Process {index} is running..." about once a second, for {name_of(each)}',
                f"no such line between {seconds(gap.start)} and {seconds(gap.end)}; the master printed {quote(lines)}",
                "print one line for every future in every round, each with its index",
            )
    return None


def _complaint_of_lies(
    recording: Recording, lines: Sequence[Line], futures: Sequence[Call], order: Sequence[int]
) -> Unmet | None:
    lie = _first_lie(recording, lines, futures, order)
    if lie is None:
        return None
    line, each = lie
    state = "had ended" if polling.states_said(line.text) == {False} else "had not ended"
    return Unmet(
        f"the status of {name_of(each)} as it is",
        f'at {seconds(line.at)} the master printed "{line.text.strip()}", but that call {state}',
        "print that a future has finished when its ready() is True, and the index of that future",
    )


def _status_lines(recording: Recording, started: float) -> list[Line]:
    """Return what the master printed while it polled: from the last submission to the last question."""
    asked = [question.asked for each in recording.calls for question in each.asked("ready")]
    end = max(asked, default=0.0) + tolerance(recording)
    return [line for line in lines_of(recording, recording.master, since=started) if line.at <= end]


def _orders(recording: Recording, lines: Sequence[Line], futures: Sequence[Call]) -> list[list[int]]:
    """Return the indices by which the status lines may know each future, the likeliest first.

    That is the place in the order of submission, from 0 or from 1 (a stray number may make both possible), or the
    order in which the reports number the futures: a script may count them as it likes.
    """
    count = len(futures)
    seen = {int(number.value) for line in lines for number in numbers(line.text) if number.value.is_integer()}
    likely = 1 if count in seen or 0 not in seen else 0
    bases = [base for base in (likely, 1 - likely) if set(range(base, base + count)) <= seen] or [likely]
    orders = [list(range(base, base + count)) for base in bases]
    reported = [_reported_order(recording, futures, base) for base in bases]
    return orders + [order for order in reported if order is not None]


def _truthful_orders(recording: Recording, lines: Sequence[Line], futures: Sequence[Call]) -> list[list[int]]:
    """Return the indices by which the status lines can know each future, so that none is left out or lied about."""
    slow = [each for each in futures if each.resolved != each.submitted]
    return [
        order
        for order in _orders(recording, lines, futures)
        if _complaint_of_gaps(recording, lines, futures, slow, order) is None
        and _first_lie(recording, lines, futures, order) is None
    ]


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


def _report_orders(recording: Recording, lines: Sequence[Line], futures: Sequence[Call]) -> list[list[int]]:
    """Return the indices by which the reports of success know each future; else those of the status lines."""
    naturals = [list(range(base, base + len(futures))) for base in (0, 1)]
    labelled = _labelled_reports(recording, futures)
    fitting = [order for order in naturals if all(order[place] in found for place, found in labelled.items())]
    truthful = _truthful_orders(recording, lines, futures)
    return [order for order in fitting if order in truthful] or fitting or truthful or naturals


def _labelled_reports(recording: Recording, calls: Sequence[Call]) -> dict[int, set[int]]:
    """Return for the place of each call that gave a whole number the indices that stand in its reports, if any do."""
    found: dict[int, set[int]] = {}
    for place, each in enumerate(calls):
        if each.error is None and each.resolved is not None and isinstance(each.value, int):
            indices = {index for line in _reports(recording, each) for index in _indices(line, each, len(calls))}
            found |= {place: indices} if indices else {}
    return found


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


def _complaint_of_no_end(
    recording: Recording, lines: Sequence[Line], futures: Sequence[Call], slow: Sequence[Call], order: Sequence[int]
) -> Unmet | None:
    """Complain of a future that ends while the polling goes on, and is never reported as finished in other words."""
    last = max((line.at for line in lines), default=0.0)  # the reports follow at the same time as the last round
    rounds = [line for line in lines if line.at < last]
    for index, each in zip(order, futures, strict=True):
        edge = float("inf") if each.resolved is None else each.resolved + tolerance(recording)
        if each not in slow or each.resolved is None or not any(line.at > edge for line in rounds):
            continue
        own = [line for line in rounds if polling.has_index(line.text, index)]
        before = {polling.template(line.text) for line in own if line.at < each.resolved - tolerance(recording)}
        after = [line for line in own if line.at >= each.resolved - tolerance(recording)]
        if not any(polling.template(line.text) not in before for line in after):
            return Unmet(
                f'"Process {index} has finished", once {name_of(each)} has ended',
                f"after {seconds(each.resolved)} the master printed of it {quote(after)}",
                "ready() tells: print one text when it is True, and another when it is False",
            )
    return None


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
    unresolved = [each for each in futures if each.resolved is None]
    if unresolved:
        not_checked(f"{name_of(unresolved[0])} was never resolved")
    if all(each.resolved is None or each.error is not None for each in futures):
        not_checked("no future held a result")


def _reports(recording: Recording, each: Call) -> list[Line]:
    since = (each.resolved or 0.0) - tolerance(recording)
    lines = lines_of(recording, recording.master, since=since)
    found = [line for line in lines if shows_value(line.text, each.value)]
    if recording.finished:
        return found
    return [line for line in found if _indices(line, each, len(recording.calls))]  # a stray number is no report


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
    labelled = _labelled_reports(recording, calls)
    lines = _status_lines(recording, max(each.submitted or 0.0 for each in calls))
    orders = _truthful_orders(recording, lines, calls)
    naturals = [list(range(base, base + len(calls))) for base in (0, 1)]
    if not orders and any(all(order[place] in found for place, found in labelled.items()) for order in naturals):
        return  # status lines that do not tell the futures apart are another claim: the reports count as they like
    order = (orders or naturals)[0]
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
    """Return the numbers of a line that may be an index: whole, in range, and neither the value nor in the error."""
    text = line.text if each.error is None else line.text.partition(each.error.message[:20] or "\n")[0]
    return [
        int(number.value)
        for number in numbers(text)
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
        _expect_index_of_failure(recording, futures, each)


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


_SUCCESS = re.compile(r"\bsuccess\w*|\bsucceed\w*", re.IGNORECASE)
_FAILURE = re.compile(r"\b(?:not?|un\w*|fail\w*|false|error\w*|\w*exception|\w*error)\b|n't", re.IGNORECASE)


def _expect_index_of_failure(recording: Recording, futures: Sequence[Call], each: Call) -> None:
    """Expect that a failure is reported for its own index, and not as a success."""
    lines = _status_lines(recording, max(other.submitted or 0.0 for other in futures))
    place = futures.index(each)
    own = {order[place] for order in _report_orders(recording, lines, futures)}
    index = min(own)
    reports = [(line, _indices(line, each, len(futures))) for line in _reports_of_error(recording, each)]
    labelled = [(line, indices) for line, indices in reports if indices and _FAILURE.search(line.text)]
    expect(
        not labelled or any(own & set(indices) for _, indices in labelled),
        f"the failure of {name_of(each)} reported for process {index}",
        f"the master printed {quote([line for line, _ in labelled])}",
        "each error belongs to the future that it was asked of: print that future's index",
    )
    for line in lines_of(recording, recording.master, since=(each.resolved or 0.0) - tolerance(recording)):
        if (
            _SUCCESS.search(line.text)
            and not _FAILURE.search(line.text)
            and own == set(_indices(line, each, len(futures)))
        ):
            raise Unmet(
                f"the failure of {name_of(each)} reported as such",
                f'the master printed "{line.text.strip()}"',
                "successful() is False for it: print that it failed, and its error",
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
