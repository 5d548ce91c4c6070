"""The corpus of submissions: its folders, what a person says of each, and what the grader says."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.reports.message import message_of
from grader.scorecard import FAILED, PASSED, UNCHECKED, Check, Exercise, Scorecard

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

ROOT = Path(__file__).parents[1]
SUBMISSIONS = ROOT / "tests" / "submissions"
JOBS = 2
_PID = re.compile(r"\d{3,}")


@dataclass(frozen=True)
class Case:
    """One folder of the corpus. For a mistake: what a person says must fail, may fall with it, and must be said."""

    folder: Path
    mistake: str | None = None
    fails: tuple[str, ...] = ()
    may_fall: tuple[str, ...] = ()
    says: tuple[str | list[str], ...] = field(default=(), hash=False)
    slow: bool = False
    varies: bool = False  # which of several true things the report tells hangs on who comes first

    @property
    def script(self) -> Path:
        return self.folder / f"{self.folder.parent.name}.py"

    @property
    def id(self) -> str:
        return self.folder.relative_to(SUBMISSIONS).as_posix()


def cases(kind: str) -> list[Case]:
    """Return the cases of a kind, `freedoms` or `mistakes`."""
    return [_case(folder) for folder in sorted((SUBMISSIONS / kind).glob("*/*")) if folder.is_dir()]


def _case(folder: Path) -> Case:
    file = folder / "case.toml"
    if not file.exists():
        return Case(folder)
    said = tomllib.loads(file.read_text("utf-8"))
    fails, may_fall, says = (tuple(said.get(key, ())) for key in ("fails", "may_fall", "says"))
    return Case(folder, said["mistake"], fails, may_fall, says, said.get("slow", False), said.get("varies", False))


def grade(files: list[Path], *options: str, python: str = sys.executable) -> dict[Path, Exercise]:
    """Grade files by the command that a student types, in as many processes as there are jobs."""
    with tempfile.TemporaryDirectory() as folder:
        running = []
        for job in range(JOBS):
            card = Path(folder, f"{job}.json")
            mine = [os.fspath(file) for file in files[job::JOBS]]
            command = [python, "-m", "pytest", "-qq", "-p", "no:cacheprovider", f"--scorecard={card}", *options, *mine]
            if mine:
                running.append(
                    (card, subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT))
                )
        graded: dict[Path, Exercise] = {}
        for card, process in running:
            output, _ = process.communicate()
            if not card.exists():
                raise AssertionError(output.decode("utf-8", "replace"))
            for exercise in Scorecard.from_json(json.loads(card.read_text("utf-8"))).exercises:
                graded[ROOT / exercise.path] = exercise
        return graded


def report_of(exercise: Exercise) -> str:
    """Return what is pinned of a case: the verdict on each claim, each message in full, why a claim is left open.

    Numbers of three digits and more are PIDs mostly, which differ from run to run: they read `#`.
    """
    lines = []
    for check in map(_without_pids, exercise.checks):
        lines.append(f"{check.status:9}  {check.id}")
        if check.status == FAILED:
            lines += ["", message_of(exercise.name, check), ""]
        elif check.status == UNCHECKED:
            lines.append(f"           {check.seen}")
    return "\n".join([*lines, *(f"note: {note}" for note in exercise.notes), ""])


def _without_pids(check: Check) -> Check:
    texts = {name: _PID.sub("#", text) for name in ("expected", "seen", "hint") if (text := getattr(check, name))}
    return replace(check, **texts)


def faults(case: Case, exercise: Exercise) -> list[str]:
    """Return in what the grader and the person who wrote the case disagree; nothing is what we want."""
    status = {check.id: check.status for check in exercise.checks}
    found = [
        f"{name} is {state}, but the mistake does not touch it"
        for name, state in status.items()
        if (state == FAILED and name not in case.fails)
        or (state == UNCHECKED and name not in (*case.fails, *case.may_fall))
    ]
    found += [f"{name} passed" for name in case.fails if status[name] == PASSED]
    if case.fails and FAILED not in status.values():
        found.append("nothing failed")
    return found + unsaid(case, exercise)


def unsaid(case: Case, exercise: Exercise) -> list[str]:
    """Return the words that the first message should hold and does not."""
    first = exercise.first_failure()
    if first is None:
        return []
    message = " ".join(message_of(exercise.name, first).lower().split())
    return [
        f"the first message does not say {words!r}"
        for words in case.says
        if not any(word.lower() in message for word in ([words] if isinstance(words, str) else words))
    ]
