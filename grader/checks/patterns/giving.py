"""What functions give, and what is printed."""

from __future__ import annotations

import ast
import itertools
import re

from grader.checks import symptoms
from grader.checks.evidence import Evidence, about, asked_without_parentheses_in


@about("printed", "returned", "slept")
def behind_a_return(evidence: Evidence) -> str | None:
    for node in ast.walk(evidence.tree):
        body = getattr(node, "body", None)
        for before, after in itertools.pairwise(body if isinstance(body, list) else []):
            if isinstance(before, (ast.Return, ast.Raise)):
                return f"line {after.lineno} never runs: line {before.lineno} has left the function before"
    return None


@about("printed", "returned", "slept")
def parameters_in_another_order(evidence: Evidence) -> str | None:
    said = evidence.unmet.expected + evidence.unmet.seen
    for node in ast.walk(evidence.tree):
        if isinstance(node, ast.FunctionDef) and re.search(rf"\b{node.name}\(", said):
            names = [each.arg for each in (*node.args.posonlyargs, *node.args.args)]
            if "nsecs" in names[1:]:
                others = ", ".join(name for name in names if name != "nsecs")
                return f"line {node.lineno}: the parameters are nsecs, {others}, in this order"
    return None


@about("printed")
def left_from_within_a_loop(evidence: Evidence) -> str | None:
    loops = [node for node in ast.walk(evidence.tree) if isinstance(node, (ast.For, ast.While))]
    for node in evidence.called("exit", "_exit", "quit"):
        if any(loop.lineno < node.lineno <= (loop.end_lineno or 0) for loop in loops):
            return f"line {node.lineno} ends the whole script: break ends the loop alone"
    return None


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


@about("syntax")
def text_of_the_line(evidence: Evidence) -> str | None:
    trouble = evidence.unmet.seen.partition("\n")[0]
    return symptoms.hint_for_line(trouble, evidence.line(evidence.unmet.line).strip())
