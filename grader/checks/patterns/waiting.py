"""Waiting for futures: too early, too late, or after their pool has gone."""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator

from grader.checks.evidence import ASKING, Evidence, about, asked_without_parentheses_in


def _pool_blocks(tree: ast.Module) -> Iterator[ast.With]:
    for node in ast.walk(tree):
        if isinstance(node, ast.With) and any("Pool(" in ast.unparse(item.context_expr) for item in node.items):
            yield node


@about("end", "polling", "own")
def asked_without_parentheses(evidence: Evidence) -> str | None:
    for node in asked_without_parentheses_in(evidence.tree):
        return (
            f"line {node.lineno}: {ast.unparse(node)} without parentheses asks nothing, and counts as true: "
            f"{ast.unparse(node)}()"
        )
    return None


@about("end", "polling", "own")
def defined_after_the_pool(evidence: Evidence) -> str | None:
    made = min((node.lineno for node in evidence.called("Pool")), default=0)
    waiting = {each.function for each in evidence.calls if each.started is None}
    for node in ast.walk(evidence.tree):
        if isinstance(node, ast.FunctionDef) and node.name in waiting and 0 < made < node.lineno:
            return (
                f"line {node.lineno}: workers know only what was there when they started: "
                f"define {node.name} before the pool is made"
            )
    return None


@about("end", "polling")
def exception_that_is_not_sent(evidence: Evidence) -> str | None:
    lost = {each.error.type for each in evidence.calls if each.ended is not None and each.error and not each.resolved}
    for node in ast.walk(evidence.tree):
        if isinstance(node, ast.ClassDef) and node.name in lost:
            return (
                f"line {node.lineno}: the master makes the exception anew from the arguments of super().__init__(): "
                f"give it all those of {node.name}, or the future never gets it"
            )
    return None


@about("end", "polling", "own")
def waited_for_after_the_with_block(evidence: Evidence) -> str | None:
    if evidence.unmet.cause is not None:
        return None
    for block in _pool_blocks(evidence.tree):
        inside = [node for node in evidence.called(*ASKING) if block.lineno <= node.lineno <= (block.end_lineno or 0)]
        after = [node for node in evidence.called(*ASKING) if node.lineno > (block.end_lineno or 0)]
        if after and not inside:
            return (
                f"line {after[0].lineno} stands behind the with block: at its end the pool and its workers are gone, "
                "and what is not resolved never will be; move it into the block"
            )
    return None


@about("end")
def terminated_by_hand(evidence: Evidence) -> str | None:
    ended = evidence.called("terminate")
    later = [node for node in evidence.called(*ASKING) if ended and node.lineno > ended[0].lineno]
    if later and evidence.unmet.cause is None:
        return f"line {ended[0].lineno}: terminate() stops the workers in the middle of their calls: end with it"
    return None


@about("end", "polling", "own")
def gave_up_too_early(evidence: Evidence) -> str | None:
    if evidence.unmet.cause is not None:
        return None
    is_over = evidence.recording is not None and evidence.recording.finished
    polled = is_over and any(question.answer is False for each in evidence.calls for question in each.asked("ready"))
    if (
        polled
        and any(each.resolved is None for each in evidence.calls)
        and any(each.resolved for each in evidence.calls)
    ):
        return "the loop ended while calls were still running: go on until ready() is True of all of them"
    for each in evidence.calls:
        if each.resolved is None and any(question.timeout is not None for question in each.asked("wait", "get")):
            return "the wait was shorter than the call: wait() without a number waits until it has ended"
    return None


@about("end", "own")
def closed_but_not_joined(evidence: Evidence) -> str | None:
    if evidence.called("close") and not evidence.called("join", *ASKING):
        return "close() only says that no more calls will come: pool.join() behind it waits for their end"
    return None


@about("end")
def never_waited_for(evidence: Evidence) -> str | None:
    if not evidence.called("get", "wait", "ready", "join") and evidence.called("apply_async"):
        return "nothing waits for the calls, and the with block ends their workers: call get() or wait() in it"
    return None


@about("late", "polling")
def waited_for_at_once(evidence: Evidence) -> str | None:
    calls = [each for each in evidence.calls if each.how == "apply_async" and each.submitted is not None]
    for one, two in itertools.pairwise(calls):
        begun, then = one.submitted or 0.0, two.submitted or 0.0
        waits = [
            each for each in one.asked("get", "wait") if each.answered is not None and begun < each.answered <= then
        ]
        if waits:
            return (
                f"{waits[0].what}() holds up the master until its call has ended, and only then the next one is "
                "submitted: start all calls first, then wait for them"
            )
    return None


@about("polling")
def waited_for_before_polling(evidence: Evidence) -> str | None:
    first = min((each.asked for call in evidence.calls for each in call.asked("ready")), default=0.0)
    waits = [each for call in evidence.calls for each in call.asked("get", "wait") if each.timeout is None]
    early = [each for each in waits if each.answered is not None and each.asked < each.answered <= first]
    if early:
        return f"{early[0].what}() waits until a call has ended, so that nothing is left to poll: let the loop wait"
    return None


@about("polling")
def polled_once_only(evidence: Evidence) -> str | None:
    asked = {question.asked for each in evidence.calls for question in each.asked("ready")}
    if len(asked) == 1 and evidence.recording is not None and evidence.recording.succeeded:
        return "every future is asked once only: put it into a loop that ends when all are ready"
    return None


@about("polling")
def polled_too_seldom(evidence: Evidence) -> str | None:
    if evidence.recording is None:
        return None
    own = [sleep for sleep in evidence.recording.sleeps if sleep.main and sleep.pid == evidence.recording.master]
    longest = max((sleep.seconds for sleep in own), default=0.0)
    if longest > 2:
        return f"the master sleeps for {longest:g} s between its questions: time.sleep(1) is what is asked for"
    return None
