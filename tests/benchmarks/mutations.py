"""Every small change of a script, one at a time: what `mutants.py` grades.

A change is made on the syntax tree. Each function below that begins with `_change_` looks at one node and says what
might stand in its place; each that begins with `_rearrange_` looks at one list of statements and says how else it might
read. `mutants_of` applies them to every node, and drops those that come to the same tree.

A mutant has a key that outlives other edits of the script: "future:constant:time.sleep(1):1->2" is the exercise, the
kind of change, the line, what stood there and what does now; "#2" marks the second mutant of which all that is true.
"""

from __future__ import annotations

import ast
import builtins
import copy
import difflib
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

MOST_SHOWN = 60  # characters of old and new text in a key, and
SHARED = 20  # of what both share in front and behind, where they are longer
JUMPS = (ast.Return, ast.Raise, ast.Break, ast.Continue)  # behind which nothing is reached
COMPOUND = (ast.With, ast.For, ast.While, ast.If, ast.Try)


@dataclass(frozen=True)
class Mutant:
    """A script with one change."""

    key: str
    source: str
    original: str  # both as `ast.unparse` writes them

    def diff(self) -> str:
        """Return what was changed, with one line of context."""
        lines = difflib.unified_diff(self.original.splitlines(), self.source.splitlines(), n=1, lineterm="")
        return "\n".join(line for line in lines if not line.startswith(("---", "+++")))


class Change(NamedTuple):
    """One way to write one node of a tree, or one list of statements, differently."""

    kind: str
    old: str
    new: str
    value: Any  # what is put in its place
    line: int = 0  # where it is, if not at the place itself


class Edit(NamedTuple):
    """A change, and the place where it goes: a field of a node, the node by its number in `ast.walk`."""

    change: Change
    node: int
    field: str
    index: int | None


def mutants_of(exercise: str, source: str) -> list[Mutant]:
    """Return all mutants of a script, each once."""
    tree = _without_docstrings(ast.parse(source))
    original, lines = ast.unparse(tree), source.splitlines()
    seen, keys, found = {ast.dump(ast.parse(original))}, Counter[str](), []
    for edit in _edits(tree):
        changed = ast.unparse(ast.fix_missing_locations(_apply(tree, edit))) + "\n"
        meaning = _meaning(changed)
        if meaning is None or meaning in seen:
            continue
        seen.add(meaning)
        change = edit.change
        line = lines[change.line - 1].strip() if change.line else ""
        key = f"{exercise}:{change.kind}:{line}:{'->'.join(_differing(change.old, change.new))}"
        keys[key] += 1
        number = f"#{keys[key]}" if keys[key] > 1 else ""
        found.append(Mutant(key + number, changed, original))
    return found


def _meaning(source: str) -> str | None:
    """Return what two writings of the same program have in common; None for what is no program."""
    with warnings.catch_warnings():  # `is` with a literal, which is what we ask for
        warnings.simplefilter("ignore")
        try:
            compile(source, "mutant", "exec")
        except SyntaxError:
            return None
    return ast.dump(ast.parse(source))


def _without_docstrings(tree: ast.Module) -> ast.Module:
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.FunctionDef)) and ast.get_docstring(node) is not None:
            node.body = node.body[1:]
    return tree


def _differing(old: str, new: str) -> tuple[str, str]:
    """Return both texts in one line each; of long ones only where they differ, with a little of what they share."""
    old, new = " ".join(old.split()), " ".join(new.split())
    if max(len(old), len(new)) <= MOST_SHOWN:
        return old, new
    first = _shared_length(old, new)
    last = _shared_length(old[first:][::-1], new[first:][::-1])
    start, end = max(0, first - SHARED), max(0, last - SHARED)
    return _cut(old, start, len(old) - end), _cut(new, start, len(new) - end)


def _shared_length(one: str, two: str) -> int:
    differing = (place for place, (a, b) in enumerate(zip(one, two, strict=False)) if a != b)
    return next(differing, min(len(one), len(two)))


def _cut(text: str, start: int, end: int) -> str:
    part = f"{'...' if start else ''}{text[start:end]}{'...' if end < len(text) else ''}"
    return part if len(part) <= 2 * MOST_SHOWN else f"{part[:MOST_SHOWN]}...{part[-MOST_SHOWN:]}"


def _apply(tree: ast.Module, edit: Edit) -> ast.Module:
    changed = copy.deepcopy(tree)
    node = list(ast.walk(changed))[edit.node]
    value = copy.deepcopy(edit.change.value)
    if edit.index is None:
        setattr(node, edit.field, value)
    else:
        getattr(node, edit.field)[edit.index] = value
    return changed


def _edits(tree: ast.Module) -> Iterator[Edit]:
    scope = Scope(tree)
    for number, node in enumerate(ast.walk(tree)):
        for field, value in ast.iter_fields(node):
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                for change in _rearrangements(value, scope):
                    yield Edit(change, number, field, None)
            for index, child in enumerate(value) if isinstance(value, list) else [(None, value)]:
                if isinstance(child, ast.AST):
                    for change in _changes(child, scope):
                        line = change.line or getattr(child, "lineno", 0) or getattr(node, "lineno", 0)
                        yield Edit(change._replace(line=line), number, field, index)


class Scope:
    """Which names mean what: the parameters of each function, and the variables of the main part."""

    def __init__(self, tree: ast.Module) -> None:
        self.of_node: dict[int, list[str]] = {}
        functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
        stored = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
        for node in ast.walk(tree):
            self.of_node[id(node)] = sorted(stored)
        for function in functions:
            for node in ast.walk(function):
                self.of_node[id(node)] = [each.arg for each in function.args.args]
        self._inside = {id(node) for function in functions for node in ast.walk(function)}
        self.functions = [function.name for function in functions]
        self.futures = sorted(
            target.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Assign) and "apply_async" in ast.unparse(node.value)
            for target in node.targets
            if isinstance(target, ast.Name)
        )

    def in_function(self, node: ast.AST) -> bool:
        """Tell whether a node belongs to a function, not to the main part."""
        return id(node) in self._inside

    def others(self, name: ast.Name) -> list[str]:
        """Return the names that could stand in the place of this one."""
        if name.id in self.functions:
            return [other for other in self.functions if other != name.id]
        known = self.of_node[id(name)]
        return [other for other in known if other != name.id] if name.id in known else []


def _expression(text: str) -> ast.expr:
    return ast.parse(text, mode="eval").body


def _statements(text: str) -> list[ast.stmt]:
    return ast.parse(text).body


def _changed(node: ast.AST, **fields: Any) -> Any:
    """Return a copy of a node with other values in some of its fields."""
    new = copy.copy(node)
    for name, value in fields.items():
        setattr(new, name, value)
    return new


# expressions ----------------------------------------------------------------------------------------------------


def _changes(node: ast.AST, scope: Scope) -> Iterator[Change]:
    for change in _CHANGES:
        yield from change(node, scope)


def _to(kind: str, node: ast.AST, *values: ast.AST) -> Iterator[Change]:
    for value in values:
        yield Change(kind, ast.unparse(node), ast.unparse(value), value)


def _change_constant(node: ast.AST, scope: Scope) -> Iterator[Change]:
    if not isinstance(node, ast.Constant):
        return
    if isinstance(node.value, bool):
        yield from _to("constant", node, ast.Constant(not node.value))
    elif isinstance(node.value, int):
        numbers = {node.value + 1, node.value - 1, 0, 2 * node.value, 5} - {node.value}
        yield from _to("constant", node, *map(ast.Constant, sorted(numbers)))
    elif isinstance(node.value, str):
        yield from _to("text", node, ast.Constant(""))


_WORDS = (
    (" one ", " two "),
    ("has finished", "is running..."),
    ("was successful. Result is", "failed!"),
    ("going to sleep", "waking up"),
)


def _change_words(node: ast.AST, scope: Scope) -> Iterator[Change]:
    """Say the opposite, or stray letters around the words."""
    if not isinstance(node, ast.Constant) or not isinstance(node.value, str):
        return
    for pair in _WORDS:
        for old, new in (pair, pair[::-1]):
            if old in node.value:
                yield from _to("words exchanged", node, ast.Constant(node.value.replace(old, new)))
    if any(letter.isalpha() for letter in node.value):
        yield from _to("stray letters", node, ast.Constant(f"XX{node.value}XX"))


def _change_number_to_text(node: ast.AST, scope: Scope) -> Iterator[Change]:
    if isinstance(node, ast.List):
        for place, element in enumerate(node.elts):
            if isinstance(element, ast.Constant):
                elements = [*node.elts[:place], ast.Constant(str(element.value)), *node.elts[place + 1 :]]
                yield from _to("number as text", node, ast.List(elements, ast.Load()))


def _change_name(node: ast.AST, scope: Scope) -> Iterator[Change]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        yield from _to("name", node, *(ast.Name(other, ast.Load()) for other in scope.others(node)))
        if node.id in scope.of_node[id(node)] and node.id not in scope.functions:
            yield from _to("name to constant", node, ast.Constant(0), ast.Constant(1))


def _change_target(node: ast.AST, scope: Scope) -> Iterator[Change]:
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        names = [*scope.others(node), f"{node.id}_"]
        yield from _to("target", node, *(ast.Name(other, ast.Store()) for other in names))


def _change_operator(node: ast.AST, scope: Scope) -> Iterator[Change]:
    if isinstance(node, ast.BinOp):
        operators = (ast.Add, ast.Sub, ast.Mult, ast.Div, ast.FloorDiv, ast.Mod, ast.Pow, ast.BitOr, ast.BitXor)
        yield from _to("operator", node, *(_changed(node, op=operator()) for operator in operators))
        yield from _to("operands", node, _changed(node, left=node.right, right=node.left), node.left, node.right)
        yield from _to("absolute", node, ast.Call(ast.Name("abs", ast.Load()), [node], []))


def _change_comparison(node: ast.AST, scope: Scope) -> Iterator[Change]:
    if isinstance(node, ast.Compare):
        operators = (ast.Eq, ast.NotEq, ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Is, ast.In)
        yield from _to("comparison", node, *(_changed(node, ops=[operator()]) for operator in operators))
        yield from _to("operands", node, _changed(node, left=node.comparators[0], comparators=[node.left]))


_METHODS = {
    "apply": ("apply_async", "map", "map_async", "starmap", "imap"),
    "apply_async": ("apply", "map", "map_async", "starmap", "starmap_async", "imap"),
    "get": ("wait", "ready", "successful"),
    "wait": ("get", "ready", "successful"),
    "ready": ("successful", "wait", "get"),
    "successful": ("ready", "wait", "get"),
    "getpid": ("getppid", "getuid", "cpu_count"),
    "append": ("remove", "count", "extend"),
}


def _change_method(node: ast.AST, scope: Scope) -> Iterator[Change]:
    if isinstance(node, ast.Attribute):
        yield from _to("method", node, *(_changed(node, attr=other) for other in _METHODS.get(node.attr, ())))


def _change_call(node: ast.AST, scope: Scope) -> Iterator[Change]:
    if not isinstance(node, ast.Call):
        return
    yield from _to("not called", node, node.func)
    for place, argument in enumerate(node.args):
        before, after = node.args[:place], node.args[place + 1 :]
        yield from _to("argument dropped", node, _changed(node, args=[*before, *after]))
        if after:
            swapped = [*before, after[0], argument, *after[1:]]
            yield from _to("arguments swapped", node, _changed(node, args=swapped))
    if len(node.args) == 1:
        yield from _to("unwrapped", node, node.args[0])
    if ast.unparse(node.func) == "all":
        yield from _to("all to any", node, _changed(node, func=ast.Name("any", ast.Load())))


def _change_list(node: ast.AST, scope: Scope) -> Iterator[Change]:
    if not isinstance(node, ast.List) or not isinstance(node.ctx, ast.Load):
        return
    for place, element in enumerate(node.elts):
        before, after = node.elts[:place], node.elts[place + 1 :]
        yield from _to("element dropped", node, _changed(node, elts=[*before, *after]))
        yield from _to("element twice", node, _changed(node, elts=[*before, element, element, *after]))
        if after:
            yield from _to("elements swapped", node, _changed(node, elts=[*before, after[0], element, *after[1:]]))
    yield from _to("list to tuple", node, ast.Tuple(node.elts, ast.Load()))
    yield from _to("list in list", node, ast.List([node], ast.Load()))
    if len(node.elts) == 1:
        yield from _to("list to element", node, node.elts[0])


def _change_pool_call(node: ast.AST, scope: Scope) -> Iterator[Change]:
    """Call instead of passing, unpack the arguments, wait at once, use another pool for each call."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr.startswith("apply")):
        return
    function, args = node.args
    called = ast.Call(function, list(args.elts) if isinstance(args, ast.List) else [args], [])
    yield from _to("called, not passed", node, _changed(node, args=[called]), called)
    yield from _to("unpacked", node, _changed(node, args=[function, *called.args]))
    yield from _to("as a lambda", node, _changed(node, args=[ast.Lambda(_no_parameters(), called), _expression("[]")]))
    yield from _to("waited for at once", node, *(_method_of(node, name) for name in ("get", "wait", "ready")))
    for size in ("1", "2", "4", ""):
        pool = _changed(node.func, value=_expression(f"Pool({size})"))
        yield from _to("a pool for each call", node, _changed(node, func=pool))
    through = _changed(node, func=_changed(node.func, value=ast.Name("Pool", ast.Load())))
    yield from _to("through the class", node, through)


def _no_parameters() -> ast.arguments:
    return ast.arguments(posonlyargs=[], args=[], kwonlyargs=[], kw_defaults=[], defaults=[])


def _method_of(node: ast.expr, name: str) -> ast.expr:
    return ast.Call(ast.Attribute(node, name, ast.Load()), [], [])


_SIZES = ("", "1", "2", "3", "4", "8", "__import__('os').cpu_count()", "None")
_SIZES_OF = ("{0} + 1", "{0} - 1", "min({0}, 4)", "min({0}, 5)", "min({0}, 6)", "max({0}, 2)", "max({0}, 3)", "2 * {0}")
_SIZES_OF += ("{0} or 4", "{0}, None, (), {0}", "min({0}, __import__('os').cpu_count())", "{0} // 1", "{0} % 4")


def _change_pool_size(node: ast.AST, scope: Scope) -> Iterator[Change]:
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "Pool":
        asked = node.args and not isinstance(node.args[0], ast.Constant)
        own = [size.format(ast.unparse(node.args[0])) for size in _SIZES_OF] if asked else []
        yield from _to("pool size", node, *(_expression(f"Pool({size})") for size in (*_SIZES, *own)))
        kinds = ("__import__('multiprocessing.pool').pool.ThreadPool", "__import__('multiprocessing.dummy').dummy.Pool")
        yield from _to("pool of threads", node, *(_changed(node, func=_expression(kind)) for kind in kinds))


def _change_futures(node: ast.AST, scope: Scope) -> Iterator[Change]:
    """Ask another future, or about fewer of them."""
    if not (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load)):
        return
    if node.id == "future":
        others = ("futures[0]", "futures[-1]", "futures[1]", "futures[i]", "futures[i - 1]")
        yield from _to("another future", node, *map(_expression, others))
    if node.id in ("futures", "answers"):
        fewer = (f"{node.id}[1:]", f"{node.id}[:-1]", f"{node.id}[:5]", f"{node.id}[::-1]", f"{node.id}[:1]", "[]")
        yield from _to("fewer futures", node, *map(_expression, fewer))


def _change_enumerate(node: ast.AST, scope: Scope) -> Iterator[Change]:
    if isinstance(node, ast.Call) and ast.unparse(node.func) == "enumerate":
        starts = (ast.Constant(start) for start in (1, 2, 10, -1))
        yield from _to("enumerate from", node, *(_changed(node, args=[*node.args, start]) for start in starts))


_RESULTS = ("13", "5", "7", "'13'", "str(13)")


def _change_printed(node: ast.AST, scope: Scope) -> Iterator[Change]:
    """Leave out what is printed, type it in, or print something near to it."""
    if not isinstance(node, ast.JoinedStr):
        return
    for place, part in enumerate(node.values):
        before, after = node.values[:place], node.values[place + 1 :]
        yield from _to("part not printed", node, _changed(node, values=[*before, *after]))
        if not isinstance(part, ast.FormattedValue):
            continue
        text = ast.unparse(part.value)
        near = _RESULTS if "result" in text or ".get()" in text else ()
        known = ("[13, 3, 9, 7, None, 2][i]", "future") if text == "future.get()" else ()
        near += (f"{text} + 1", f"-{text}", f"str({text})[0]", f"type({text})")
        for value in (*near, *known):
            changed = _changed(part, value=_expression(value), conversion=-1)
            yield from _to("printed", node, _changed(node, values=[*before, changed, *after]))


def _change_condition(node: ast.AST, scope: Scope) -> Iterator[Change]:
    if isinstance(node, (ast.If, ast.While)):
        negated = ast.UnaryOp(ast.Not(), node.test)
        for test in (negated, ast.Constant(True), ast.Constant(False)):
            new = _changed(node, test=test)
            yield Change("condition", ast.unparse(node.test), ast.unparse(test), new)
        if node.orelse:
            yield Change("branches swapped", "if", "else", _changed(node, body=node.orelse, orelse=node.body))


def _change_guard(node: ast.AST, scope: Scope) -> Iterator[Change]:
    if isinstance(node, ast.If) and "__name__" in ast.unparse(node.test):
        tests = (
            "'__name__' == '__main__'",
            "__name__ == 'main'",
            "__name__ == '__mp_main__'",
            "__file__",
            "'__main__'",
        )
        for test in (
            *tests,
            "__name__ != '__mp_main__'",
            "__name__ in ('__main__', 'poolapply', 'applyasync', 'future')",
            "__name__",
        ):
            yield Change("guard", ast.unparse(node.test), test, _changed(node, test=_expression(test)))


def _change_parameters(node: ast.AST, scope: Scope) -> Iterator[Change]:
    if not isinstance(node, ast.FunctionDef):
        return
    names, old = node.args.args, ast.unparse(node.args)
    for place, name in enumerate(names):
        before, after = names[:place], names[place + 1 :]
        orders = [[*before, *after], [*before, _changed(name, arg=f"{name.arg}_"), *after]]
        if after:
            orders.append([*before, after[0], name, *after[1:]])
        for order in orders:
            new = _changed(node, args=_changed(node.args, args=order))
            yield Change("parameters", old, ast.unparse(new.args), new)
    with_default = _changed(node.args, defaults=[ast.Constant(1)])
    yield Change("parameters", old, ast.unparse(with_default), _changed(node, args=with_default))
    yield Change("function renamed", node.name, f"{node.name}s", _changed(node, name=f"{node.name}s"))


_ERRORS = ("ValueError", "RuntimeError", "TypeError", "KeyError", "BaseException", "OSError", "SystemExit", "Warning")


def _change_error(node: ast.AST, scope: Scope) -> Iterator[Change]:
    if isinstance(node, ast.Name) and isinstance(getattr(builtins, node.id, None), type):
        kind = getattr(builtins, node.id)
        if issubclass(kind, BaseException):
            others = ("Exception", "AssertionError", "UnicodeError", *_ERRORS)
            yield from _to(
                "kind of error", node, *(ast.Name(other, ast.Load()) for other in others if other != node.id)
            )


_CHANGES: list[Callable[[ast.AST, Scope], Iterator[Change]]] = [
    value for name, value in list(globals().items()) if name.startswith("_change_")
]


# statements -----------------------------------------------------------------------------------------------------


def _rearrangements(body: list[ast.stmt], scope: Scope) -> Iterator[Change]:
    for rearrange in _REARRANGEMENTS:
        for place, statement in enumerate(body):
            for change in rearrange(body, place, scope):
                yield change._replace(line=change.line or statement.lineno, value=change.value or [ast.Pass()])


def _head(statement: ast.stmt) -> str:
    return ast.unparse(statement).splitlines()[0]


def _rearrange_by_removing(body: list[ast.stmt], place: int, scope: Scope) -> Iterator[Change]:
    yield Change("removed", _head(body[place]), "", [*body[:place], *body[place + 1 :]])
    if place:
        yield Change("removed up to here", _head(body[place]), "", body[place:])
        yield Change("removed from here", _head(body[place]), "", body[:place])


def _rearrange_by_moving(body: list[ast.stmt], place: int, scope: Scope) -> Iterator[Change]:
    rest = [*body[:place], *body[place + 1 :]]
    for to in range(len(body)):
        if to != place:
            where = f"after {_head(rest[to - 1])}" if to else "to the beginning"
            yield Change("moved", _head(body[place]), where, [*rest[:to], body[place], *rest[to:]])


def _rearrange_by_repeating(body: list[ast.stmt], place: int, scope: Scope) -> Iterator[Change]:
    if not isinstance(body[place], (ast.FunctionDef, ast.Import, ast.ImportFrom, *JUMPS)):
        twice = [*body[: place + 1], *body[place:]]
        yield Change("repeated", _head(body[place]), "twice", twice)


def _rearrange_by_moving_out(body: list[ast.stmt], place: int, scope: Scope) -> Iterator[Change]:
    """Move statements of a block in front of it or behind it, and undo the block."""
    block = body[place]
    if not isinstance(block, COMPOUND):
        return
    before, after = body[:place], body[place + 1 :]
    yield Change("block undone", _head(block), "its content", [*before, *block.body, *after])
    for index, statement in enumerate(block.body):
        rest = [*block.body[:index], *block.body[index + 1 :]] or [ast.Pass()]
        left = _changed(block, body=rest)
        yield Change("moved in front of", _head(statement), _head(block), [*before, statement, left, *after])
        yield Change("moved behind", _head(statement), _head(block), [*before, left, statement, *after])
        if index:
            first, last = block.body[:index], block.body[index:]
            new = [*before, _changed(block, body=first), *last, *after]
            yield Change("all from here moved behind", _head(statement), _head(block), new, statement.lineno)


def _rearrange_by_moving_in(body: list[ast.stmt], place: int, scope: Scope) -> Iterator[Change]:
    """Move a statement into the block in front of it or behind it."""
    if place + 1 == len(body):
        return
    one, two = body[place : place + 2]
    before, after = body[:place], body[place + 2 :]
    if isinstance(one, COMPOUND):
        new = [*before, _changed(one, body=[*one.body, two]), *after]
        yield Change("moved into the end of", _head(two), _head(one), new, two.lineno)
        if isinstance(one, ast.Try):
            handler = _changed(one.handlers[0], body=[*one.handlers[0].body, two])
            new = [*before, _changed(one, handlers=[handler]), *after]
            yield Change("moved into the handler of", _head(two), _head(one), new, two.lineno)
    if isinstance(two, COMPOUND):
        new = [*before, _changed(two, body=[one, *two.body]), *after]
        yield Change("moved into the beginning of", _head(one), _head(two), new)


def _rearrange_by_inserting(body: list[ast.stmt], place: int, scope: Scope) -> Iterator[Change]:
    """Insert what beginners insert: a wait for what was just started, a pause, an end of the pool or of the script."""
    statement = body[place]
    if isinstance(statement, (ast.Import, ast.ImportFrom, ast.FunctionDef, *JUMPS)):
        return
    texts = ["time.sleep(1)", "time.sleep(3)", "break", "continue", "return", "raise SystemExit(1)", "exit('done')"]
    if not scope.in_function(statement):
        texts += ["raise SystemExit", "pool.terminate()", "pool.close()"]
        texts += [f"{name}.{method}()" for name in scope.futures if name != "futures" for method in ("get", "wait")]
        if "futures" in scope.futures:
            texts += ["futures[0].get()", "futures[0].wait()", "[future.wait() for future in futures]"]
    for text in texts:
        new = [*body[: place + 1], *_statements(text), *body[place + 1 :]]
        yield Change("inserted behind", _head(statement), text, new)


def _rearrange_jump(body: list[ast.stmt], place: int, scope: Scope) -> Iterator[Change]:
    """Exchange the statements that end something: raise, return, break, continue."""
    statement = body[place]
    new: list[ast.stmt] = []
    if isinstance(statement, ast.Raise) and statement.exc is not None:
        new = [ast.Return(statement.exc), ast.Expr(statement.exc), *_statements("print('Called broken function')")]
        new += [*_statements("raise ValueError"), *_statements("raise ValueError()"), *_statements("assert False")]
    elif isinstance(statement, ast.Return) and statement.value is not None:
        text = ast.unparse(statement.value)
        new = [ast.Return(), *_statements(f"print({text})"), *_statements(f"raise ValueError({text})")]
        new += _statements(f"{text}") + [ast.Return(_expression(near)) for near in _near(text)]
    elif isinstance(statement, ast.Break):
        new = [ast.Continue(), ast.Pass()]
    for each in new:
        yield Change("instead of", _head(statement), _head(each), [*body[:place], each, *body[place + 1 :]])


def _near(text: str) -> list[str]:
    return [
        f"str({text})",
        f"[{text}]",
        f"{text},",
        f"float({text})",
        f"-({text})",
        f"{text} + nsecs",
        f"{text} or None",
    ]


def _rearrange_try(body: list[ast.stmt], place: int, scope: Scope) -> Iterator[Change]:
    block = body[place]
    if not isinstance(block, ast.Try):
        return
    handler = block.handlers[0]
    inside = {"pass": [ast.Pass()], "raise": [*handler.body, ast.Raise()], "break": [*handler.body, ast.Break()]}
    for name, statements in inside.items():
        new = _changed(block, handlers=[_changed(handler, body=statements)])
        yield Change("handler", _head(block), name, [*body[:place], new, *body[place + 1 :]])
    bare = _changed(block, handlers=[_changed(handler, type=None, name=None, body=_statements("print(i, 'failed')"))])
    yield Change("handler", _head(block), "bare", [*body[:place], bare, *body[place + 1 :]])


def _rearrange_with(body: list[ast.stmt], place: int, scope: Scope) -> Iterator[Change]:
    """Make the pool without a block, and end it in different ways, or not at all."""
    block = body[place]
    if not isinstance(block, ast.With):
        return
    made = _statements(f"pool = {ast.unparse(block.items[0].context_expr)}")
    for end in ("", "pool.close()", "pool.close()\npool.join()", "pool.terminate()", "pool.join()"):
        new = [*body[:place], *made, *block.body, *_statements(end), *body[place + 1 :]]
        yield Change("without with", _head(block), end, new)


_REARRANGEMENTS: list[Callable[[list[ast.stmt], int, Scope], Iterator[Change]]] = [
    value for name, value in list(globals().items()) if name.startswith("_rearrange_")
]
