"""Known patterns of mistakes: a hint that names the mistake where a check alone could only say what it saw.

A pattern looks at the evidence, the student's syntax tree and what was recorded, and returns its hint, or None when
it does not fit. To add one, write a function and say above it what the messages are about that it may stand in:

    import     importing the file did something
    start      calls that were asked for were not handed to a pool, or the master said nothing
    end        a call was not resolved while its pool lived
    late       calls that should run at the same time did not
    polling    a future was not asked or reported while it ran
    printed    what was printed is not what was asked for
    returned   a function returned, or raised, something else
    own        no call of one's own came to a worker
    success    successful() was not asked
    syntax     the file is no Python program

What an exception, an odd output or a line that is no Python comes from is in the tables of `grader.checks.symptoms`.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterator

from grader.checks import symptoms
from grader.checks.evidence import ASKING, Evidence, about, asked_without_parentheses_in, name_in, patterns_about
from grader.claims import Unmet
from grader.recording.script import Script

GUARD = 'if __name__ == "__main__":'


def hint_for(unmet: Unmet, script: Script) -> str:
    """Return the hint that names the mistake, if it is a known one; otherwise the hint of the check itself."""
    recording = script.used[-1] if script.used else None
    evidence = Evidence(script.tree, script.source.splitlines(), recording, unmet)
    found = (pattern(evidence) for pattern in patterns_about(unmet.about))
    known = next((hint for hint in found if hint is not None), None)
    if known is not None:
        return known
    if unmet.cause is not None:
        return symptoms.hint_for_error(unmet.cause, evidence.line(unmet.cause.line), unmet.hint)
    return unmet.hint


# what runs, and when --------------------------------------------------------------------------------------------


def _top_level(tree: ast.Module) -> Iterator[ast.stmt]:
    return (node for node in tree.body if not isinstance(node, (ast.Import, ast.ImportFrom, ast.ClassDef)))


def _guards(tree: ast.Module) -> Iterator[ast.If]:
    return (node for node in tree.body if isinstance(node, ast.If) and re.search("name|main", ast.unparse(node.test)))


@about("import")
def guard_the_wrong_way_round(evidence: Evidence) -> str | None:
    for guard in _guards(evidence.tree):
        if isinstance(guard.test, ast.Compare) and not isinstance(guard.test.ops[0], (ast.Eq, ast.Is, ast.In)):
            return f"line {guard.lineno}: this condition holds when the file is imported; write {GUARD}"
    return None


@about("import")
def arguments_read_at_import(evidence: Evidence) -> str | None:
    cause = evidence.unmet.cause
    if cause is None or cause.type not in ("IndexError", "SystemExit"):
        return None
    return f"line {cause.line} runs at each import, when there is no argument: put it under {GUARD}"


@about("import")
def main_part_outside_the_guard(evidence: Evidence) -> str | None:
    functions = {node.name for node in evidence.tree.body if isinstance(node, ast.FunctionDef)}
    for node in _top_level(evidence.tree):
        if isinstance(node, (ast.With, ast.For, ast.While)):
            return f"line {node.lineno} runs at each import: put the main part under {GUARD}"
        value = getattr(node, "value", None)
        if isinstance(value, ast.Call) and (name_in(value.func) in {"print", "Pool", "input", "sleep", *functions}):
            return f"line {node.lineno} runs at each import: put it under {GUARD}"
    return None


@about("start", "import")
def guard_that_never_holds(evidence: Evidence) -> str | None:
    if evidence.recording is None or evidence.calls or not evidence.recording.succeeded:
        return None
    for guard in _guards(evidence.tree):
        if ast.unparse(guard.test) not in ("__name__ == '__main__'", "'__main__' == __name__"):
            return f"line {guard.lineno}: this condition never holds, so nothing below it runs; write {GUARD}"
    return None


@about("start")
def main_never_called(evidence: Evidence) -> str | None:
    if evidence.recording is None or evidence.calls or not evidence.recording.succeeded:
        return None
    mains = [node for node in evidence.tree.body if isinstance(node, ast.FunctionDef) and _makes_a_pool(node)]
    used = {name_in(node.func) for node in ast.walk(evidence.tree) if isinstance(node, ast.Call)}
    for function in mains:
        if function.name in used:
            continue
        for node in ast.walk(evidence.tree):
            if isinstance(node, ast.Expr) and name_in(node.value) == function.name:
                return f"line {node.lineno}: the parentheses are missing that call it: {function.name}()"
        return f"nothing calls {function.name}, so it never runs: write {function.name}() under {GUARD}"
    return None


def _makes_a_pool(function: ast.FunctionDef) -> bool:
    return any(isinstance(node, ast.Call) and name_in(node.func) == "Pool" for node in ast.walk(function))


# how calls are handed to a pool ---------------------------------------------------------------------------------


@about("start")
def called_instead_of_passed(evidence: Evidence) -> str | None:
    for node in evidence.called("apply", "apply_async"):
        if node.args and isinstance(node.args[0], ast.Call):
            called = node.args[0]
            arguments = ", ".join(map(ast.unparse, called.args))
            method = ast.unparse(node.func)
            return (
                f"line {node.lineno} calls {ast.unparse(called.func)} here and now, in the master: pass the function "
                f"and its arguments, {method}({ast.unparse(called.func)}, [{arguments}])"
            )
    return None


@about("start")
def one_argument_without_a_list(evidence: Evidence) -> str | None:
    for node in evidence.called("apply", "apply_async"):
        args = [*node.args[1:2], *(word.value for word in node.keywords if word.arg == "args")]
        if args and isinstance(args[0], ast.Constant) and isinstance(args[0].value, int) and len(node.args) <= 2:
            value = ast.unparse(args[0])
            return (
                f"line {node.lineno}: ({value}) is just the number {value}; a list of one argument is [{value}], "
                f"and a tuple of one needs a comma, ({value},)"
            )
    return None


@about("start")
def arguments_without_a_list(evidence: Evidence) -> str | None:
    for node in evidence.called("apply", "apply_async"):
        if len(node.args) > 2 and not isinstance(node.args[1], (ast.List, ast.Tuple, ast.Name, ast.Starred)):
            arguments = ", ".join(map(ast.unparse, node.args[1:]))
            return f"line {node.lineno}: all arguments go into one list: [{arguments}]"
    return None


@about("start")
def list_in_a_list(evidence: Evidence) -> str | None:
    for each in evidence.calls:
        is_nested = isinstance(each.args, list) and len(each.args) == 1 and isinstance(each.args[0], list)
        if is_nested and each.function == _wanted(evidence)[0]:
            return f"{each.function} was given one argument, a list: leave out one pair of brackets"
    return None


@about("start")
def another_library(evidence: Evidence) -> str | None:
    if evidence.calls:
        return None
    for node in evidence.called("ProcessPoolExecutor", "ThreadPoolExecutor", "Thread", "Process", "fork"):
        name = name_in(node.func)
        return f"line {node.lineno}: {name} is another way to do it; here the workers are those of multiprocessing.Pool"
    for imported in ast.walk(evidence.tree):
        if isinstance(imported, ast.ImportFrom) and imported.module == "concurrent.futures":
            return f"line {imported.lineno}: an executor is another way; here multiprocessing.Pool is asked for"
    return None


@about("start")
def handed_over_by_another_method(evidence: Evidence) -> str | None:
    wanted = re.search(r"pool\.(apply\w*)\(|through (apply_async)", evidence.unmet.expected)
    others = {each.how for each in evidence.calls if each.how} - {wanted and (wanted.group(1) or wanted.group(2))}
    if wanted is None or not others:
        return None
    if wanted.group(1) == "apply":
        return "apply hands one call to a worker and waits for its result: use it for this call"
    if "apply" in others:
        return "apply waits for the result; apply_async starts the call and returns its future at once"
    return f"{min(others)} is another method: start each of the calls with one apply_async of its own"


@about("start")
def called_in_the_master(evidence: Evidence) -> str | None:
    name, args = _wanted(evidence)
    own = [node for node in evidence.tree.body if isinstance(node, ast.FunctionDef) and node.name == name]
    later = [*own, *(node for node in ast.walk(evidence.tree) if isinstance(node, ast.Lambda))]
    inside = {id(inner) for node in later for inner in ast.walk(node)}
    for node in evidence.called(name):
        if own and id(node) not in inside:
            return f"line {node.lineno} calls {name} in the master: give the pool the function, and its list {args}"
    return None


@about("start")
def other_arguments(evidence: Evidence) -> str | None:
    name, args = _wanted(evidence)
    given = [each.args for each in evidence.calls if each.function == name and isinstance(each.args, list)]
    if evidence.unmet.cause is not None or not given:
        return None
    for near in given:
        if near != args and set(map(type, near)) == {int} and sorted(near) == sorted(args):
            return f"the same arguments in another order, {near}: the order is that of the parameters, {args}"
    if given.count(given[0]) == len(given) > 1:
        return f"{name} is started {len(given)} times with the same arguments; each call has its own, here {args}"
    for near in given:
        if len(near) != len(args) or sum(one != two for one, two in zip(near, args, strict=True)) == 1:
            return f"{name} was given the arguments {near}; what is asked for is {args}"
    return None


def _wanted(evidence: Evidence) -> tuple[str, list[int]]:
    """Return the first call that a message asks for: "pool.apply(f, [1, 2])", or "..., among them f(1, 2), ..."."""
    last = evidence.unmet.expected.rpartition("pool.")[2].rpartition("among them ")[2]
    name, _, rest = last.partition("(")
    if name.startswith("apply"):
        name, _, rest = rest.partition(", [")
    return name, [int(number) for number in re.findall(r"-?\d+", re.split(r"[)\]]", rest)[0])]


@about("start")
def ended_before_its_first_call(evidence: Evidence) -> str | None:
    recording = evidence.recording
    if recording is None or recording.calls or recording.succeeded or not recording.finished or recording.uncaught:
        return None
    return (
        f"the script leaves before its first call; it is run as python {' '.join([recording.script, *recording.argv])}"
    )


# waiting --------------------------------------------------------------------------------------------------------


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
    polled = any(question.answer is False for each in evidence.calls for question in each.asked("ready"))
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


# what functions give, and what is printed -----------------------------------------------------------------------


@about("printed", "returned", "start")
def printed_something_near(evidence: Evidence) -> str | None:
    return symptoms.hint_for_output(evidence.unmet.seen)


@about("returned")
def printed_instead_of_returned(evidence: Evidence) -> str | None:
    if not re.search(r"returned None\b", evidence.unmet.seen):
        return None
    return (
        None
        if "raise" in evidence.unmet.hint
        else f"a function that ends without return gives None; {evidence.unmet.hint}"
    )


@about("returned")
def returned_as_text(evidence: Evidence) -> str | None:
    if re.search(r"returned ['\"]", evidence.unmet.seen):
        return f"that is a text, and not a number: return the number itself; {evidence.unmet.hint}"
    return None


@about("success")
def successful_without_parentheses(evidence: Evidence) -> str | None:
    for node in asked_without_parentheses_in(evidence.tree):
        if node.attr == "successful":
            return f"line {node.lineno}: successful without parentheses asks nothing, and counts as true: successful()"
    return None


# the text of the file -------------------------------------------------------------------------------------------


@about("syntax")
def text_of_the_line(evidence: Evidence) -> str | None:
    trouble = evidence.unmet.seen.partition("\n")[0]
    return symptoms.hint_for_line(trouble, evidence.line(evidence.unmet.line).strip())
