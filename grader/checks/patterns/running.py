"""What runs, and when: the guard, the import, a main part that nobody calls."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from grader.checks.evidence import Evidence, about, name_in

GUARD = 'if __name__ == "__main__":'


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
