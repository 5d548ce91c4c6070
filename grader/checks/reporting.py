"""Are the futures of future.py reported with their results and errors, told apart by successful()?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.checks.calls import name_of
from grader.checks.facts import lines_of, quote, show, shows_error, shows_text
from grader.checks.indices import (
    indices_in,
    labelled_reports,
    report_orders,
    reports_of,
    reports_of_error,
    status_lines,
    truthful_orders,
)
from grader.checks.results import expect_changed, is_held
from grader.checks.runs import command, hint_for_ending, how_it_ended, seconds, tolerance
from grader.checks.wording import states_said
from grader.claims import Unmet, expect, not_checked
from grader.recording.inside.values import OUTCOME
from grader.recording.recording import Call, Recording


def expect_results(recording: Recording, changed: Recording, futures: Sequence[Call], again: Sequence[Call]) -> None:
    """Expect that the value that each future holds is reported, with the future's own index."""
    usable = changed.succeeded and len(again) == len(futures)
    judged, calls = (changed, again) if usable else (recording, futures)
    for index, (each, old) in enumerate(zip(calls, futures, strict=True)):
        if old.error is not None or (each.resolved is None and old.resolved is None):
            continue
        if usable:
            expect_changed(old, each)
        if not isinstance(old.value, (int, float)) and _is_named(recording, futures, old):
            continue
        if not (reports_of(judged, each) or (usable and is_held(changed, each))) or not reports_of(recording, old):
            _complain_of_missing(recording, judged, index, each, old)
    unresolved = [each for each in futures if each.resolved is None]
    if unresolved:
        not_checked(f"{name_of(unresolved[0])} was never resolved")
    try:
        _expect_indices(judged, calls)
    except Unmet:
        if not recording.succeeded:
            not_checked(f"{_ended(recording)} before all results were reported")
        raise
    if all(each.resolved is None or each.error is not None for each in futures):
        not_checked("no future held a result")


def _ended(recording: Recording) -> str:
    return f"{command(recording)} {how_it_ended(recording)}"


def _is_named(recording: Recording, futures: Sequence[Call], each: Call) -> bool:
    """Tell whether something but its status is printed with a future's index: there are many ways to print a list."""
    orders = report_orders(recording, status_lines(recording, futures), futures)
    own = {order[futures.index(each)] for order in orders}
    lines = lines_of(recording, recording.master, since=(each.resolved or 0.0) - tolerance(recording))
    named = [line.text for line in lines if own & set(indices_in(line, each, futures))]
    return any(_says_success(text) or not states_said(text) for text in named)


def _complain_of_missing(recording: Recording, judged: Recording, index: int, each: Call, old: Call) -> None:
    if not recording.succeeded:
        not_checked(f"{_ended(recording)} before all results were reported")
    if judged is not recording and reports_of(recording, old):
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
        about="printed",
    )


def _expect_indices(recording: Recording, calls: Sequence[Call]) -> None:
    """Expect that each report bears the index of its own future, the same as in the status lines."""
    labelled = labelled_reports(recording, calls)
    lines = status_lines(recording, calls)
    naturals = [list(range(base, base + len(calls))) for base in (0, 1)]
    orders: list[list[int]] = []
    for order in truthful_orders(recording, lines, calls):
        if all(order[place] in indices for place, indices in labelled.items()):
            return
        orders.append(order)
    if not orders and any(all(order[place] in found for place, found in labelled.items()) for order in naturals):
        return  # status lines that do not tell the futures apart are another claim: the reports count as they like
    order = (orders or naturals)[0]
    wrong = [place for place, indices in labelled.items() if order[place] not in indices]
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
        f'the master printed "{reports_of(recording, each)[0].text.strip()}"',
        "each result belongs to the future that it was asked of",
    )


def expect_errors(recording: Recording, futures: Sequence[Call]) -> None:
    """Expect that every error is reported, the script goes on to its end, and that with exit status 0."""
    ended = _ended(recording)
    if recording.uncaught is not None and any(_is_same(recording, each) for each in futures):
        raise Unmet(
            f"{command(recording)} to report the exception and to go on",
            ended,
            "get() raises the exception of the call: ask successful() first, and catch what get() raises",
            about="success",
            cause=recording.uncaught,
        )
    expect(
        recording.succeeded,
        f"{command(recording)} to end with exit status 0",
        f"it {how_it_ended(recording)}",
        hint_for_ending(recording, ""),
        cause=recording.uncaught,
    )
    failed = [each for each in futures if each.error is not None and each.resolved is not None]
    if not failed:
        not_checked("no call that failed was resolved, so there is no exception to report")
    for each in failed:
        _expect_error_reported(recording, each)
        _expect_own_error(recording, futures, each)
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
    has_text = each.error is not None and each.error.message.strip()  # of one without, there is nothing to print
    if each.error is not None and has_text and not shows_error(text, each.error):
        raise Unmet(
            f'"Process ... failed!" and its error, {each.error}, for {name_of(each)}',
            f"the error was not printed; at the end the master printed {quote(lines[-6:], 6)}",
            "catch what get() raises, and print it",
        )


def expect_error_as_raised(each: Call, changed: Recording, again: Call) -> None:
    """Expect that the error reported is the one that the call raised, also in a run in which its text is changed.

    Who caught what get() raises may print as much of it as he likes: a column may end where the old text did.
    """
    was_caught = any(question.raised is not None for question in again.asked("get"))
    if was_caught or each.error is None or again.error is None or again.error.message == each.error.message:
        return
    lines = lines_of(changed, changed.master, since=(again.resolved or 0.0) - tolerance(changed))
    text = "\n".join(line.text for line in lines)
    expect(
        shows_text(text, again.error.message) or not shows_text(text, each.error.message),
        f"the error of {name_of(again)}, {again.error}, in a run in which that is what it raised",
        f'the script printed "{each.error.message}" all the same',
        "print the exception that get() raises, not a text that is typed in",
    )


def _expect_own_error(recording: Recording, futures: Sequence[Call], each: Call) -> None:
    """Expect that what is printed with the index of a failed future is no other one's error."""
    reports = lines_of(recording, recording.master, since=(each.resolved or 0.0) - tolerance(recording))
    if each.error is None or any(each.error.message in line.text for line in reports):
        return
    lines = status_lines(recording, futures)
    own = {order[futures.index(each)] for order in report_orders(recording, lines, futures)}
    for other in futures:
        strange = "" if other.error is None else other.error.message
        for line in reports:
            if strange and strange in line.text and own == set(indices_in(line, other, futures)):
                raise Unmet(
                    f"the error of {name_of(each)}, {each.error}, for process {min(own)}",
                    f'the master printed "{line.text.strip()}", which is the error of {name_of(other)}',
                    "each error belongs to the future that it was asked of: print it where it is caught",
                )


_SUCCESS = re.compile(r"\bsuccess\w*|\bsucceed\w*", re.IGNORECASE)

_FAILURE = re.compile(r"\b(?:not?|un\w*|fail\w*|false|error\w*|\w*exception|\w*error)\b|n't", re.IGNORECASE)


_AS_ASKED = re.compile(r"^\W*process\s+\d+\s+(was successful|failed)\b(?!\s*[:=?])", re.IGNORECASE)


def _says_success(text: str) -> bool:
    """Tell whether a line says that a call succeeded: in the words that are asked for, or in others."""
    asked = _AS_ASKED.match(text)
    if asked:
        return asked.group(1).lower() != "failed"
    return _SUCCESS.search(text) is not None and not _FAILURE.search(text)


def expect_no_success_called_failure(recording: Recording, futures: Sequence[Call]) -> None:
    """Expect that no call which succeeded is reported as failed, in the words that are asked for."""
    for each in futures:
        lines = reports_of(recording, each) if each.error is None and each.resolved is not None else []
        words = [asked.group(1).lower() for line in lines if (asked := _AS_ASKED.match(line.text))]
        expect(
            set(words) != {"failed"},
            f"the success of {name_of(each)} reported as such",
            f"the master printed {quote(lines)}",
            "successful() is True for it: print that it was successful, and its result",
        )


def _expect_index_of_failure(recording: Recording, futures: Sequence[Call], each: Call) -> None:
    """Expect that a failure is reported for its own index, and not as a success."""
    lines = status_lines(recording, futures)
    place = futures.index(each)
    own = {order[place] for order in report_orders(recording, lines, futures)}
    index = min(own)
    reports = [(line, indices_in(line, each, futures)) for line in reports_of_error(recording, each)]
    labelled = [(line, indices) for line, indices in reports if indices and _FAILURE.search(line.text)]
    expect(
        not labelled or any(own & set(indices) for _, indices in labelled),
        f"the failure of {name_of(each)} reported for process {index}",
        f"the master printed {quote([line for line, _ in labelled])}",
        "each error belongs to the future that it was asked of: print that future's index",
    )
    for line in lines_of(recording, recording.master, since=(each.resolved or 0.0) - tolerance(recording)):
        if _says_success(line.text) and own == set(indices_in(line, each, futures)):
            raise Unmet(
                f"the failure of {name_of(each)} reported as such",
                f'the master printed "{line.text.strip()}"',
                "successful() is False for it: print that it failed, and its error",
            )


def expect_answer_used(changed: Recording, line: int) -> None:
    """Expect that a script which drops an answer of successful(), in this line, copes with another failing call."""
    if changed.uncaught is not None and changed.uncaught.message == OUTCOME:
        raise Unmet(
            f"the failure of {name_of(changed.calls[0])} reported, in a run in which it raised {changed.uncaught}",
            _ended(changed),
            f"line {line} does not use the answer of successful(): let it decide between result and error",
        )


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
                f"of {name_of(each)} it was asked at {seconds(questions[0].asked, recording)}, before the call had "
                f"ended, and raised {questions[0].raised}",
                "ask successful() only when ready() is True",
                about="success",
            )
        if not recording.succeeded:
            not_checked(f"{_ended(recording)} before all futures were asked")
        raise Unmet(
            expected,
            f"it was never asked of {name_of(each)}",
            "after a call has ended, successful() is False if it raised: then report the error",
            about="success",
        )
