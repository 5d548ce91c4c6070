"""Are the results printed that the calls really gave? Canned ones show in a run whose results are changed."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Callable, Sequence

from grader.checks.calls import name_of
from grader.checks.facts import lines_of, numbers, quote, show, shows_value
from grader.checks.mentions import end_of_mention
from grader.checks.runs import command, describe, hint_for_ending, how_it_ended, tolerance
from grader.claims import Unmet, expect, not_checked
from grader.recording.recording import Call, Line, Recording
from grader.recording.script import Script

_WIDE = 1000  # what changed results are at least
_MOST_LINES = 50  # with the same result that are read; each is compared with each
# Words that say of which call a result is, in the languages in which we have met them: the first, and the second.
_NUMBERS = ({"one", "eins"}, {"two", "zwei", "deux", "dos", "dois"})
_LABELS = (
    _NUMBERS[0]
    | {"1", "first", "1st", "a", "erste", "erstes", "ersten", "un", "une", "premier", "uno", "primero", "um"},
    _NUMBERS[1] | {"2", "second", "2nd", "b", "zweite", "zweites", "zweiten", "deuxième", "segundo"},
)


def expect_results(
    script: Script, recording: Recording, calls: Sequence[Call], find: Callable[[Recording], list[Call]]
) -> None:
    """Expect that the master prints what each call gave, and that the script ends with exit status 0.

    `find` finds the same calls in another recording: one in which the recorder changes what the calls return.
    """
    for each in calls:
        if each.error is not None and recording.uncaught is not None and each.error.type == recording.uncaught.type:
            _leave_to_the_function(script, each)
    _expect_success(recording)
    for each in calls:
        expect(
            each.resolved is not None,
            f"the result of {name_of(each)}",
            f"{name_of(each)} was not resolved while its pool lived",
            "wait for it inside the with block",
            about="end",
        )
    _expect_printed(script, recording, calls)
    changed = script.run(change="results")
    again = find(changed)
    if changed.succeeded and len(again) == len(calls):
        _expect_own_results(changed, calls, again)
        if all(_lines_with(changed, each) for each in again):
            _expect_labels(changed, again)
        else:  # columns that are too narrow for the changed results
            _expect_labels(recording, calls)
    else:  # it stops because it asserts its results, perhaps: that shows nothing, and loses nothing
        _expect_labels(recording, calls)


def _expect_success(recording: Recording) -> None:
    expect(
        recording.succeeded,
        f"{command(recording)} to end with exit status 0",
        f"it {how_it_ended(recording)}",
        hint_for_ending(recording, ""),
        cause=recording.uncaught,
    )


def _expect_printed(script: Script, recording: Recording, calls: Sequence[Call]) -> None:
    for each in calls:
        if each.error is not None:
            _leave_to_the_function(script, each)
            raise Unmet(
                f"the result of {name_of(each)}",
                f"the call raised {describe(each.error)}",
                "run the script by hand: which line of the function raises?",
                cause=each.error,
            )
        lines = _lines_with(recording, each)
        if not lines:
            printed = lines_of(recording, recording.master, since=each.resolved or 0.0)
            raise Unmet(
                f'"Result ... is {show(each.value)}", the result of {name_of(each)}',
                f"the master printed {quote(printed)} when the call had ended",
                "print what the call returned; for a future that is what its get() returns",
                about="printed",
            )


def _leave_to_the_function(script: Script, each: Call) -> None:
    """Leave the claim open when the function raises in every process: a claim of its own says so."""
    error = script.call(str(each.function), *each.args).error
    if error is not None and each.error is not None and error.type == each.error.type:
        not_checked(f"{name_of(each)} raises {describe(error)}")


def _expect_own_results(changed: Recording, calls: Sequence[Call], again: Sequence[Call]) -> None:
    for old, new in zip(calls, again, strict=True):
        expect_changed(old, new)
        if new.value != old.value and not (_lines_with(changed, new) or is_held(changed, new)):
            raise Unmet(
                f'"Result ... is {show(new.value)}" in a run in which {name_of(new)} '
                f"returned {show(new.value)} instead of {show(old.value)}",
                f"the script printed {show(old.value)} all the same",
                "print what the call returned, not a value that is typed in or computed again",
            )


def is_held(changed: Recording, each: Call) -> bool:
    """Tell whether the digits of a changed result stand in a line at all, run together with others perhaps.

    They are wider than what the script was written for, and nobody could type them in.
    """
    return (
        isinstance(each.value, int)
        and each.value >= _WIDE
        and any(str(each.value) in line.text for line in changed.lines)
    )


def expect_changed(old: Call, new: Call) -> None:
    """Expect that a number that a call returns is another one where the recorder has changed it."""
    if type(old.value) in (int, float) and new.resolved is not None and new.value == old.value:
        raise Unmet(
            f"{name_of(new)} to return another number in a run in which the recorder adds to it",
            f"not valid: it returned {show(new.value)} all the same",
            "leave the library as it is: the script alone decides the points",
        )


def _expect_labels(recording: Recording, calls: Sequence[Call]) -> None:
    """Expect that two different results stand with their own labels, or in the order of their calls."""
    if len(calls) != 2 or calls[0].value == calls[1].value:
        return
    both = [_lines_with(recording, each)[:_MOST_LINES] for each in calls]
    if not any(_fits(first, second, calls) for first, second in itertools.product(*both)):
        lines = sorted((both[0][0], both[1][0]), key=lambda line: line.order)
        raise Unmet(
            f"{show(calls[0].value)} as the result of {name_of(calls[0])}, and "
            f"{show(calls[1].value)} as that of {name_of(calls[1])}",
            *_said_of_labels(*lines),
        )


def _said_of_labels(first: Line, second: Line) -> tuple[str, str]:
    """Return what was seen, and a hint, of two lines with results that belong elsewhere."""
    seen = f"the master printed {quote([first] if first == second else [first, second])}"
    if _words(first.text) != _words(second.text):
        return f"{seen}: each with the label of the other", "which variable holds the future of which call?"
    if _is_numbered(first.text):
        return f"{seen}: both with the same label", "say of each result whose it is"
    return f"{seen}: in the other order", "print the results in the order of the calls, or say of each whose it is"


def _fits(first: Line, second: Line, calls: Sequence[Call]) -> bool:
    """Tell whether neither line says that it is about the other call; lines that say nothing stand in order.

    A line of both is read up to each value, wherever that stands in it.
    """
    if first != second:
        is_in_order = first.order <= second.order and not _is_numbered(first.text)
        is_open = is_in_order or _words(first.text) != _words(second.text)
        return _are_labelled([first.text, second.text], calls, otherwise=is_open)
    return any(
        _are_labelled([first.text[min(ends) if min(ends) < own else 0 : own] for own in ends], calls, ends[0] < ends[1])
        for ends in itertools.product(*(_positions(first.text, each.value) for each in calls))
    )


def _are_labelled(pieces: list[str], calls: Sequence[Call], otherwise: bool) -> bool:
    """Tell whether two pieces of text name their own calls, or `otherwise` when they name none.

    A label counts only if it tells the pieces apart: "second" may be a unit, and "1" a number of seconds.
    """
    mentions = [_mentioned(piece, calls) for piece in pieces]
    if mentions != [None, None]:
        return mentions[0] in (0, None) and mentions[1] in (1, None)
    labels = [_labels(piece, other, calls) for piece, other in (pieces, pieces[::-1])]
    return 0 in labels[0] or 1 in labels[1] if all(labels) else otherwise


def _mentioned(text: str, calls: Sequence[Call]) -> int | None:
    """Return which call a text mentions last by its arguments, if any."""
    ends = [end_of_mention(text, each) for each in calls]
    return ends.index(max(ends)) if any(ends) else None


def _labels(text: str, other: str, calls: Sequence[Call]) -> set[int]:
    """Return which calls a text labels itself with, by words that the other text has not, or not as often."""
    more = set(Counter(re.findall(r"\w+", text.lower())) - Counter(re.findall(r"\w+", other.lower())))
    names = [str(each.function).lower() for each in calls]
    return {
        index
        for index, (words, name) in enumerate(zip(_LABELS, names, strict=True))
        if words & more or (name in more and names[0] != names[1])
    }


def _is_numbered(text: str) -> bool:
    """Tell whether a text numbers its result with a word that means one of the two calls, and nothing else."""
    words = set(re.findall(r"\w+", text.lower()))
    return bool(words & _NUMBERS[0]) != bool(words & _NUMBERS[1])


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", text)


def _positions(text: str, value: object) -> list[int]:
    found = [number.start for number in numbers(text) if isinstance(value, (int, float)) and number.shows(value)]
    return found or [max(0, text.find(str(value)))]


def _lines_with(recording: Recording, each: Call) -> list[Line]:
    since = (each.resolved or 0.0) - tolerance(recording)
    return [line for line in lines_of(recording, recording.master, since=since) if shows_value(line.text, each.value)]
