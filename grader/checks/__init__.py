"""What is asked of each script. A module `test_<exercise>.py` holds the checks of `<exercise>.py`.

A check is a pytest test: its name is its id, its docstring the claim that the student reads, `points` what it is
worth, `rests_on` the checks without which it cannot be judged. It gets the student's `script`, looks at its
recordings, and says with `expect` what was expected, what was seen, and one hint.
"""

import ast
import functools
from pathlib import Path

CHECKS = Path(__file__).parent
PREFIX = "test_"
TUTORIAL_ORDER = ("poolapply", "applyasync", "future")  # exercises that are not in it follow, by name


@functools.cache
def exercises() -> tuple[str, ...]:
    """Return the names of the exercises: there is one for each module of checks. In the order of the tutorial."""
    found = sorted(path.stem.removeprefix(PREFIX) for path in CHECKS.glob(f"{PREFIX}*.py"))
    return (
        *(name for name in TUTORIAL_ORDER if name in found),
        *(name for name in found if name not in TUTORIAL_ORDER),
    )


@functools.cache
def checks_of(exercise: str) -> tuple[str, ...]:
    """Return the names of an exercise's checks, in their order, without importing them."""
    tree = ast.parse((CHECKS / f"{PREFIX}{exercise}.py").read_bytes())
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    return tuple(name for name in names if name.startswith(PREFIX))
