"""What a known pattern of mistakes looks at, and how it says for which messages it may speak."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from grader.claims import Unmet
from grader.recording.recording import Call, Recording

ASKING = ("get", "wait", "ready", "successful")  # the methods of a future


@dataclass(frozen=True)
class Evidence:
    """What speaks for a mistake: the file, the recording that the check looked at last, and what it said it saw."""

    tree: ast.Module
    lines: list[str]
    recording: Recording | None
    unmet: Unmet

    @property
    def calls(self) -> list[Call]:
        """The calls that were handed to pools, in the order of their submission."""
        return self.recording.calls if self.recording is not None else []

    def line(self, number: int | None) -> str:
        """Return a line of the file by its number, from 1."""
        return self.lines[number - 1] if number and 0 < number <= len(self.lines) else ""

    def called(self, *methods: str) -> list[ast.Call]:
        """Find the calls of these methods or functions in the file, in the order of their lines."""
        found = [node for node in ast.walk(self.tree) if isinstance(node, ast.Call) and name_in(node.func) in methods]
        return sorted(found, key=lambda node: node.lineno)


Pattern = Callable[[Evidence], "str | None"]
_PATTERNS: dict[str, list[Pattern]] = {}


def about(*subjects: str) -> Callable[[Pattern], Pattern]:
    """Register a pattern for messages about these subjects; those that come first are tried first."""

    def register(pattern: Pattern) -> Pattern:
        for subject in subjects:
            _PATTERNS.setdefault(subject, []).append(pattern)
        return pattern

    return register


def patterns_about(subject: str) -> list[Pattern]:
    """Return the patterns that may speak for messages about a subject."""
    return _PATTERNS.get(subject, [])


def name_in(node: ast.AST) -> str | None:
    """Return the last name of `name` or `something.name`."""
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else None


def asked_without_parentheses_in(tree: ast.AST) -> Iterator[ast.Attribute]:
    """Find methods of futures that are not called, where a value is wanted: as a condition, a statement, in a text."""
    for node in ast.walk(tree):
        for value in _wanted_in(node):
            inner = value.operand if isinstance(value, ast.UnaryOp) else value
            if isinstance(inner, ast.Attribute) and inner.attr in ASKING:
                yield inner


def unused_answers_in(tree: ast.AST, method: str) -> Iterator[ast.Expr]:
    """Find the statements that call this method and do nothing with what it returns."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and name_in(node.value.func) == method:
            yield node


def _wanted_in(node: ast.AST) -> list[ast.expr]:
    """Return the expressions right below a node whose values it uses."""
    if isinstance(node, (ast.If, ast.While, ast.IfExp)):
        return [node.test]
    if isinstance(node, (ast.Expr, ast.FormattedValue)):
        return [node.value]
    if isinstance(node, (ast.GeneratorExp, ast.ListComp)):
        return [node.elt]
    if isinstance(node, ast.BoolOp):
        return node.values
    if isinstance(node, ast.Call) and name_in(node.func) in ("print", "str", "repr", "format"):
        return node.args
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
    return []
