"""One submission to grade: a pure function of its scripts, the settings and the kit."""

from __future__ import annotations

import functools
import hashlib
import json
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import grader
from grader.settings import Settings

PYTHON = ".".join(map(str, sys.version_info[:3]))
_KIT = Path(grader.__file__).parent
_FOREIGN = {"reports", "commands", "classroom"}  # parts of the kit on which no verdict depends


@dataclass(frozen=True)
class Job:
    """What is graded: the scripts by their exercises, and under which settings."""

    scripts: dict[str, bytes]
    settings: Settings
    kit: str  # digest of the kit that asked, which must be that of the kit that grades
    name: str = ""  # whose it is, for messages

    @functools.cached_property
    def key(self) -> str:
        """Names the result: the same for the same scripts, settings, kit and Python, and for no others."""
        scripts = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(self.scripts.items())}
        parts = {"scripts": scripts, "settings": asdict(self.settings), "kit": self.kit, "python": PYTHON}
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:40]


@dataclass
class Result:
    """What came of a job, as JSON data can hold it."""

    failure: str | None = None  # why the grader itself failed; nothing else counts then
    exercises: list[dict[str, Any]] = field(default_factory=list)  # as of a scorecard
    clock: str = "virtual"
    sandbox: str = "off"
    remarks: list[str] = field(default_factory=list)
    max_score: float = 0.0
    unjudged: float = 0.0
    python: str = PYTHON
    seconds: float = 0.0

    @property
    def settled(self) -> bool:
        """Tell whether grading again would find the same: the grader could judge everything."""
        return self.failure is None and not self.unjudged


@functools.cache
def digest_of_the_kit() -> str:
    """Return what identifies this kit: its version, and the content of all on which verdicts depend."""
    files = sorted(file for file in _KIT.rglob("*.py") if file.relative_to(_KIT).parts[0] not in _FOREIGN)
    total = hashlib.sha256(grader.__version__.encode())
    for file in files:
        total.update(file.relative_to(_KIT).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return total.hexdigest()[:16]
