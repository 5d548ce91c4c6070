"""By which index does future.py know each future, in its status lines and in its reports?

Both may count from 0 or from 1, in the order of submission or in another one; a stray number may make more than one
answer possible.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from grader.checks.facts import lines_of, numbers, show, shows_error, shows_value, spread_over
from grader.checks.mentions import numbers_beside_calls, readings
from grader.checks.runs import tolerance
from grader.checks.wording import has_index, states_said, template
from grader.recording.recording import Call, Line, Recording

_AS_ASKED = re.compile(r"\W*process\s+(-?\d{1,2})\b", re.IGNORECASE)  # in this place it is an index, also a wrong one
_MOST_ORDERS = 24  # that are tried when several calls gave the same value
LONGEST_INTERVAL = 2.0  # seconds of the run's clock between two questions about an unfinished future


@dataclass(frozen=True)
class Gap:
    """A stretch of time in which nobody asked, or printed, whether a future was finished (seconds)."""

    index: int
    call: Call
    start: float
    end: float


def takes_time(recording: Recording, each: Call) -> bool:
    """Tell whether a call lasts, so that somebody can ask after it meanwhile.

    Of one that ends at once it is chance whether a question comes before its end or after.
    """
    least = tolerance(recording, each.slept or math.inf)
    return each.resolved is None or each.resolved - (each.submitted or 0.0) > least


def polled_since(recording: Recording, futures: Sequence[Call]) -> float:
    """Return when the last call was submitted that takes time: from then on there is nothing to do but to poll."""
    lasting = [each for each in futures if takes_time(recording, each)]
    return max(each.submitted or 0.0 for each in lasting or futures)


def status_lines(recording: Recording, futures: Sequence[Call]) -> list[Line]:
    """Return what the master printed while it polled: from the last submission to the last question."""
    started = polled_since(recording, futures)
    asked = [question.asked for each in recording.calls for question in each.asked("ready")]
    end = max(asked, default=0.0) + tolerance(recording)
    return [line for line in lines_of(recording, recording.master, since=started) if line.at <= end]


def orders_of(recording: Recording, lines: Sequence[Line], futures: Sequence[Call]) -> list[list[int]]:
    """Return the indices by which the status lines may know each future, the likeliest first.

    That is the place in the order of submission, from 0 or from 1 (a stray number may make both possible), or the
    order in which the reports number the futures: a script may count them as it likes.
    """
    count = len(futures)
    seen = {number.index for line in lines for number in numbers(line.text)}
    likely = 1 if count in seen or 0 not in seen else 0
    bases = [base for base in (likely, 1 - likely) if set(range(base, base + count)) <= seen] or [likely]
    orders = [list(range(base, base + count)) for base in bases]
    return orders + [order for base in bases for order in _reported_orders(recording, futures, base)]


def truthful_orders(recording: Recording, lines: Sequence[Line], futures: Sequence[Call]) -> Iterator[list[int]]:
    """Yield the indices by which the status lines can know each future, so that none is left out or lied about.

    The likeliest first: there are many ways to read lines, and whoever finds what he looks for need not try them all.
    """
    slow = [each for each in futures if takes_time(recording, each)]
    for reading in readings(lines, futures):
        for order in orders_of(recording, reading, futures):
            honest = truthful_lines(recording, reading, futures, order)
            tells_all = len(honest) == len(reading) or first_unended(recording, honest, futures, slow, order) is None
            if tells_all and first_gap(recording, honest, futures, slow, order) is None:
                yield order


def truthful_lines(
    recording: Recording, lines: Sequence[Line], futures: Sequence[Call], order: Sequence[int]
) -> list[Line]:
    """Return the lines without those in the words of one that lies: they may be about something else, as a round is.

    What is left must tell all that a status line has to, if these are not what a reader would call the status lines.
    """
    lying = {template(line.text) for line, _ in lies(recording, lines, futures, order)}
    return [line for line in lines if template(line.text) not in lying]


def _reported_orders(recording: Recording, futures: Sequence[Call], base: int) -> Iterator[list[int]]:
    """Yield the indices by which the reports may know each future; nothing when they do not number them one to one.

    Calls that gave the same value share their reports, so each of these may be the one of either.
    """
    free = set(range(base, base + len(futures)))
    found = []
    for each in futures:
        lines = reports_of(recording, each) if each.error is None else reports_of_error(recording, each)
        found.append({index for line in lines for index in indices_in(line, each, futures)} & free)
    options = _narrowed(found)
    if options.count(set()) == 1:  # an error that is printed without its index, for example
        options[options.index(set())] = free - set().union(*options)
    yield from itertools.islice(_matches(options), _MOST_ORDERS)


def _narrowed(found: list[set[int]]) -> list[set[int]]:
    """Return sets without what belongs to others for certain, as in a Sudoku; one that stays too large is emptied."""
    while True:
        settled = [len(indices) <= found.count(indices) for indices in found]
        taken = {index for indices, is_settled in zip(found, settled, strict=True) if is_settled for index in indices}
        rest = [indices if is_settled else indices - taken for indices, is_settled in zip(found, settled, strict=True)]
        if rest == found:
            return [indices if is_settled else set() for indices, is_settled in zip(found, settled, strict=True)]
        found = rest


def _matches(options: Sequence[set[int]]) -> Iterator[list[int]]:
    """Yield each way to take one of every set, and none twice."""
    if not options:
        yield []
    for index in sorted(options[0]) if options else ():
        for rest in _matches([others - {index} for others in options[1:]]):
            yield [index, *rest]


def report_orders(recording: Recording, lines: Sequence[Line], futures: Sequence[Call]) -> list[list[int]]:
    """Return the indices by which the reports of success know each future; else those of the status lines."""
    naturals = [list(range(base, base + len(futures))) for base in (0, 1)]
    labelled = labelled_reports(recording, futures)
    fitting = [order for order in naturals if all(order[place] in found for place, found in labelled.items())]
    told = [order for order in fitting if order in truthful_orders(recording, lines, futures)]
    return told or fitting or list(truthful_orders(recording, lines, futures)) or naturals


def labelled_reports(recording: Recording, calls: Sequence[Call]) -> dict[int, set[int]]:
    """Return for the place of each call that gave a whole number the indices that stand in its reports, if any do."""
    found: dict[int, set[int]] = {}
    for place, each in enumerate(calls):
        if each.error is None and each.resolved is not None and isinstance(each.value, int):
            reports = reports_of(recording, each)
            indices = {index for line in reports for index in indices_in(line, each, calls)}
            if any(_stands_twice(line, each.value) for line in reports):
                indices |= {each.value} if indices else set()  # one of the two may be the index
            found |= {place: indices} if indices else {}
    return found


def _stands_twice(line: Line, value: Any) -> bool:
    return sum(number.shows(value) for number in numbers(line.text)) > 1


def reports_of(recording: Recording, each: Call) -> list[Line]:
    since = (each.resolved or 0.0) - tolerance(recording)
    lines = lines_of(recording, recording.master, since=since)
    found = [line for line in lines if shows_value(line.text, each.value)] or spread_over(lines, each.value)
    if recording.finished:
        return found
    return [line for line in found if indices_in(line, each, recording.calls)]  # a stray number is no report


def reports_of_error(recording: Recording, each: Call) -> list[Line]:
    since = (each.resolved or 0.0) - tolerance(recording)
    lines = lines_of(recording, recording.master, since=since)
    return [line for line in lines if each.error is not None and shows_error(line.text, each.error)]


def indices_in(line: Line, each: Call, calls: Sequence[Call]) -> list[int]:
    """Return the numbers of a line that may be an index: whole, in range, and neither the value nor in the error."""
    text = line.text if each.error is None else line.text.partition(each.error.message[:20] or "\n")[0]
    text = _without_value(text, each.value)
    found = [
        number.index
        for number in numbers_beside_calls(text, calls)
        if number.index is not None and 0 <= number.index <= len(calls) and not number.shows(each.value)
    ]
    asked = _AS_ASKED.match(text)
    is_index = asked is not None and (int(asked.group(1)) != each.value or _stands_twice(line, each.value))
    return found or ([int(asked.group(1))] if asked is not None and is_index else [])


def _without_value(text: str, value: Any) -> str:
    """Return a report without the value if that is more than a number: a text or a list may hold numbers, too."""
    if not value or isinstance(value, (int, float)):
        return text
    shown = value if isinstance(value, str) and show(value) not in text else show(value)
    return " ".join(text.rsplit(shown, 1))


def lies(
    recording: Recording, lines: Sequence[Line], futures: Sequence[Call], order: Sequence[int]
) -> Iterator[tuple[Line, Call]]:
    """Yield the status lines that say the opposite of what is the case, in words that we know."""
    of_index: dict[int | None, Call] = dict(zip(order, futures, strict=True))
    for line in lines:
        said, found = states_said(line.text), numbers(line.text)
        each = of_index.get(found[0].index) if len(found) == 1 else None
        if len(said) != 1 or each is None:
            continue
        is_over = each.resolved is not None and each.resolved <= line.at + tolerance(recording)
        was_over = each.resolved is not None and each.resolved < line.at - tolerance(recording)
        if (said == {True} and not is_over) or (said == {False} and was_over):
            yield line, each


def first_gap(
    recording: Recording, lines: Sequence[Line], futures: Sequence[Call], slow: Sequence[Call], order: Sequence[int]
) -> Gap | None:
    """Return the first stretch in which a future of the slow ones is not printed of, though it should be."""
    started = polled_since(recording, futures)
    for index, each in zip(order, futures, strict=True):
        own = [line.at for line in lines if has_index(line.text, index)]
        gap = longest_gap(index, each, own, started, recording.elapsed)
        if each in slow and gap.end - gap.start > LONGEST_INTERVAL + tolerance(recording):
            return gap
    return None


def first_unended(
    recording: Recording, lines: Sequence[Line], futures: Sequence[Call], slow: Sequence[Call], order: Sequence[int]
) -> tuple[int, Call, list[Line]] | None:
    """Return the first future that ends while the polling goes on, and of which no line says so in other words.

    With its index, and the lines that were printed of it since.
    """
    last = max((line.at for line in lines), default=0.0)  # the reports follow at the same time as the last round
    rounds = [line for line in lines if line.at < last]
    for index, each in zip(order, futures, strict=True):
        edge = float("inf") if each.resolved is None else each.resolved + tolerance(recording)
        if each not in slow or each.resolved is None or not any(line.at > edge for line in rounds):
            continue
        own = [line for line in rounds if has_index(line.text, index)]
        before = {template(line.text) for line in own if line.at < each.resolved - tolerance(recording)}
        after = [line for line in own if line.at >= each.resolved - tolerance(recording)]
        if not any(template(line.text) not in before for line in after):
            return index, each, after
    return None


def longest_gap(index: int, each: Call, times: Iterable[float], start: float, end: float) -> Gap:
    """Return the longest stretch between `start` and the call's resolution (or `end`) in which no time lies."""
    until = end if each.resolved is None else min(end, each.resolved)
    marks = [start, *sorted(time for time in times if start <= time <= until), until]
    gaps = [Gap(index, each, before, after) for before, after in itertools.pairwise(marks)]
    return max(gaps, key=lambda gap: gap.end - gap.start)
