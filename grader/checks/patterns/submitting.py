"""How calls are handed to a pool: another method, other arguments, another library."""

from __future__ import annotations

import ast
import re

from grader.checks.evidence import Evidence, about, name_in


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
