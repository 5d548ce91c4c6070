"""The hostile submissions: tables in `hostile/*.toml`, each row a script made of a solution and a few hostile lines.

A row says what it `does` and what must hold afterwards; a word like `@CANARY@` in its texts becomes a path of the
grading at hand (see `watch.py`). Every program is bounded by construction: it ends by itself within seconds, starts
few processes, uses little memory, and writes only into the folders of the grading, so that a defence that fails does
no harm to the machine.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

TABLES = Path(__file__).parent / "hostile"
SOLUTIONS = Path(__file__).parents[2] / "solutions"
_GUARD = 'if __name__ == "__main__":\n'
_KEYS = ("FOLDER", "CANARY", "PORT", "KIT", "NEIGHBOUR", "MARK")
_WIRE = """
def find_wire():
    import gc
    return next(each for each in gc.get_objects() if type(each).__name__ == "Wire")
"""


@dataclass(frozen=True)
class Case:
    """One hostile submission.

    Its script is the solution of `exercise` with `top` before it, `main` first in its main part and `end` last, or
    `whole` instead; `wire` gives it a way to the recorder's own line to the grader; `files` lie beside it. Of the
    points of the exercise it gets `at_most` and `at_least`, all in `seconds`. `says` is what its report tells.
    `sandbox`: only the sandbox can hold it. `slow`: it keeps the grader busy for seconds.
    """

    family: str
    name: str
    does: str
    at_most: float
    exercise: str = "applyasync"
    whole: str | None = None
    top: str = ""
    main: str = ""
    end: str = ""
    wire: bool = False
    replace: dict[str, str] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    at_least: float = 0.0
    seconds: float = 60.0
    says: tuple[str, ...] = ()
    sandbox: bool = False
    slow: bool = False

    @property
    def id(self) -> str:
        return f"{self.family}/{self.name}"

    def script(self) -> str:
        """Return the script's text."""
        top = _WIRE + self.top if self.wire else self.top
        if self.whole is not None:
            return top + self.whole
        text = (SOLUTIONS / f"{self.exercise}.py").read_text("utf-8")
        for old, new in self.replace.items():
            assert old in text, f"{self.id}: {old!r} is not in the solution"
            text = text.replace(old, new)
        text = text.replace(_GUARD, _GUARD + _indented(self.main))
        return top + text + self.end

    def write(self, folder: Path, words: dict[str, str]) -> Path:
        """Write the submission into a folder of its own, and return the path of its script."""
        folder.mkdir(parents=True)
        script = folder / f"{self.exercise}.py"
        for path, text in {**{folder / name: text for name, text in self.files.items()}, script: self.script()}.items():
            for key in _KEYS:
                text = text.replace(f"@{key}@", words.get(key, ""))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8", errors="surrogatepass")
        return script


def cases() -> list[Case]:
    """Return all cases, family by family."""
    return [_case(file.stem, row) for file in sorted(TABLES.glob("*.toml")) for row in _rows(file)]


def _rows(file: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(file.read_text("utf-8"))["case"]
    return rows


def _case(family: str, row: dict[str, Any]) -> Case:
    return Case(family, **{**row, "says": tuple(row.get("says", ()))})


def _indented(text: str) -> str:
    return "".join(f"    {line}\n" if line else "\n" for line in text.splitlines())
