"""The student's functions, called one by one: what they return, how long they sleep, what they say of it."""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import hypothesis
from hypothesis import strategies as st

from grader.checks.calls import name_of, written
from grader.checks.facts import lines_of, names_pid, numbers, quote, show
from grader.checks.runs import EXACT, describe, how_it_ended, require_a_verdict, require_room, seconds
from grader.claims import Unmet, expect, not_checked
from grader.recording.recording import Call, Ending, Recording
from grader.recording.runner import Functions, Returned
from grader.recording.script import Script

NSECS = st.integers(0, 12)  # of one digit, and of two
NUMBERS = st.integers(-99, 99)
_AT_ONCE = 4  # tuples of arguments in one example, which costs Hypothesis as much as the call costs us
_SETTINGS = hypothesis.settings(
    max_examples=4,
    # The phase that explains a failure is left out: it calls hundreds of times for a comment that we do not show.
    phases=[hypothesis.Phase.generate, hypothesis.Phase.shrink],
    deadline=None,
    database=None,  # nothing is remembered between gradings
    report_multiple_bugs=False,
    suppress_health_check=list(hypothesis.HealthCheck),
)


def for_all(judge: Callable[..., None], *asked: Sequence[int], **strategies: st.SearchStrategy[Any]) -> None:
    """Judge with arguments that Hypothesis draws: the same on every machine, and few, as each is a call elsewhere.

    And at last with those that the script is `asked` to use, for which a function may do something else.

    What `judge` raises for the smallest arguments that it raises for is raised again. Hypothesis is asked for them only
    when something fails: what it draws until then is always the same, and kept for the next submission.
    """
    simplest, *others = _drawn_from(tuple(strategies.items()))
    judge(**simplest)
    try:
        for arguments in others:
            judge(**arguments)
    except Exception:
        _try_many(strategies, judge)
        raise  # by luck: it holds for the same arguments now
    for each in asked:
        judge(*each)


@functools.cache
def _drawn_from(strategies: tuple[tuple[str, st.SearchStrategy[Any]], ...]) -> list[dict[str, Any]]:
    drawn: list[dict[str, Any]] = []
    _try_many(dict(strategies), lambda **arguments: drawn.append(arguments))
    return drawn


def _try_many(strategies: Mapping[str, st.SearchStrategy[Any]], judge: Callable[..., None]) -> None:
    """Let Hypothesis draw arguments and judge with each of them once; it raises what the smallest raise."""
    held: set[tuple[Any, ...]] = set()

    @hypothesis.seed(0)
    @_SETTINGS
    @hypothesis.given(st.tuples(*[st.tuples(*strategies.values())] * _AT_ONCE))
    def several(drawn: Sequence[tuple[Any, ...]]) -> None:
        for arguments in drawn:
            if arguments not in held:
                judge(**dict(zip(strategies, arguments, strict=True)))
                held.add(arguments)

    several()


def call(script: Script, function: str, *args: Any, argv: Sequence[str] = ()) -> Returned:
    """Call a function of the student's with these arguments; one that cannot be called is told as it is."""
    returned = script.call(function, *args, argv=argv)
    imported = script.imported(*argv)
    uncaught = imported.recording.uncaught
    if returned.missing:
        if uncaught is not None:
            not_checked(f"importing the file stops with {describe(uncaught)}")
        raise Unmet(
            f"a function {function}",
            f"the file defines no such function{_others_in(script)}",
            f"define {function} with def at the top of the file",
        )
    require_room(returned.error)
    if returned.ending is not None:
        _complain_of_no_return(script, returned, imported)
    return returned


def _others_in(script: Script) -> str:
    """Return which functions a file defines instead: the one that is missing may have another name there."""
    names = [node.name for node in script.tree.body if isinstance(node, ast.FunctionDef)]
    return f", only {', '.join(names)}" if names else ""


def _complain_of_no_return(script: Script, returned: Returned, imported: Functions) -> None:
    ended = Recording(script.name, [], "virtual", "", returned.ending or Ending("exited"))
    require_a_verdict(ended)
    what = "ended its whole process" if ended.finished else how_it_ended(ended)
    if imported.importing_ended:
        not_checked(f"importing the file {what}" if ended.finished else f"importing the file: it {what}")
    raise Unmet(f"{said_of(returned)} to return", f"it {what}", "call the function by hand and see what it does")


def said_of(returned: Returned) -> str:
    """Return the call as the student would write it."""
    return written(returned.function, returned.args)


def expect_value(returned: Returned, value: Any, hint: str) -> None:
    """Expect that a call returned this value."""
    said = said_of(returned)
    if returned.error is not None:
        error = returned.error
        raise Unmet(
            f"{said} to return {value!r}",
            f"it raised {describe(error)}",
            "read the message: what does it say about this line?",
            about="returned",
            cause=error,
        )
    expect(
        returned.value == value and not isinstance(returned.value, (bool, dict)),
        f"{said} to return {value!r}",
        f"{said} returned {show(returned.value)}, expected {value!r}",
        hint,
        about="returned",
    )


def expect_slept(returned: Returned, nsecs: int) -> None:
    """Expect that a call slept for `nsecs` seconds with time.sleep, in one go or in steps."""
    said = said_of(returned)
    if abs(returned.slept - nsecs) > EXACT:
        seen = f"{said} slept for {seconds(returned.slept)}" if returned.slept else f"{said} did not sleep"
        hint = "sleep for nsecs seconds in all" if returned.slept else "call time.sleep(nsecs) in the function"
        raise Unmet(f"{said} to sleep for {nsecs} s", seen, hint, about="slept")


def expect_same_in_worker(
    script: Script,
    recording: Recording,
    each: Call,
    function: str,
    args: Sequence[int],
    value: int | None,
    *,
    argv: Sequence[str] = (),
) -> None:
    """Expect that a call of a function slept, and returned `value`, in its worker as it does when it is called alone.

    One that does not do so anywhere is told of where it is called alone.
    """
    nsecs = args[0]
    hint = "it must do the same in a worker as when it is called alone: which if, or variable, tells them apart?"
    is_short = each.slept < nsecs - EXACT
    is_other = value is not None and each.value != value and not recording.changed and each.resolved is not None
    if each.ended is None or not (is_short or is_other):
        return
    alone = script.call(function, *args, argv=argv)
    if (alone.error is None) == (each.error is None):
        if is_short and abs(alone.slept - nsecs) <= EXACT:
            raise Unmet(
                f"{name_of(each)} to sleep for {nsecs} s in its worker, as it does when it is called alone",
                f"in the worker it slept for {seconds(each.slept)}",
                hint,
            )
        if is_other and alone.value == value:
            raise Unmet(
                f"{name_of(each)} to return {value} in its worker, as it does when it is called alone",
                f"in the worker it returned {show(each.value)}",
                hint,
            )


def expect_says_who_sleeps(returned: Returned) -> None:
    """Expect that a function printed its process's PID before it slept, with the seconds, and after."""
    said = said_of(returned)
    if returned.error is not None:
        not_checked(f"{said} raises {describe(returned.error)}")
    pid, nsecs = returned.pid, returned.args[0]
    before, after = _before_and_after(returned)
    hint = "print os.getpid() in the function itself: one line before time.sleep, one after it"
    expected = f'"Process {pid} going to sleep for {nsecs} second(s)"'
    seen = f"before it slept, {said} printed {quote(before)}"
    expect(any(names_pid(text, pid) for text in before), expected, seen, hint, about="printed")
    said_seconds = {number.value for text in before for number in numbers(text)}
    expect(said_seconds & {nsecs, returned.slept}, expected, f"{seen}, which does not say for how long", hint)
    has_unit = r"(?<!\d)0*{}\s*(?:\(?s\)?\b|sec)"
    texts = " ".join(before).lower()
    if re.search(has_unit.format(pid), texts) and not re.search(has_unit.format(nsecs), texts):
        raise Unmet(expected, seen, "the PID comes first and the seconds follow: look at the order of the two values")
    expect(
        any(names_pid(text, pid) for text in after),
        f'"Process {pid} waking up"',
        f"after it had slept, {said} printed {quote(after)}",
        hint,
        about="printed",
    )


def _before_and_after(returned: Returned) -> tuple[list[str], list[str]]:
    """Return what was printed before a function slept, and after; without sleep, the first line and the others."""
    lines = list(returned.lines)
    if not returned.slept:
        return [line.text for line in lines[:1]], [line.text for line in lines[1:]]
    middle = returned.began + returned.elapsed / 2
    early, late = [line for line in lines if line.at < middle], [line for line in lines if line.at >= middle]
    unknown = [line for line in late if line.pid is None]  # a program of the script wrote them: nobody knows when
    return [line.text for line in early + unknown], [line.text for line in late]


def expect_workers_name_themselves(recording: Recording, *functions: str) -> None:
    """Expect that the messages that these functions print in their workers name the worker's own PID."""
    for each in recording.calls:
        if each.function not in functions or not each.slept or each.ended is None or each.worker == recording.master:
            continue
        assert each.worker is not None  # it has slept
        lines = lines_of(recording, each.worker)
        if not any(line.text.strip() for line in lines):
            continue  # text that a worker has buffered is lost with it, by luck
        expect(
            any(names_pid(line.text, each.worker) for line in lines),
            f'"Process {each.worker} going to sleep ..." from the worker with PID {each.worker}',
            f"that worker printed {quote(lines)}",
            "ask os.getpid() in the function, when it runs: at the top of the file it is the master that asks",
        )
