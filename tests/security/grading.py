"""Grades hostile submissions, each beside an honest neighbour, and tells what must not have happened."""

from __future__ import annotations

import compileall
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.reports.message import details_of
from grader.scorecard import Exercise, Scorecard

from .cases import SOLUTIONS, Case

HERE = Path(__file__).parent
KIT = HERE.parents[1]
JOBS = 2
_SESSION = 900.0  # real seconds after which a grading has failed
_SETTINGS = """\
[tool.grader.limits]
real_time = 10
cpu_time = 5
silent_cpu_time = 1
memory = 157286400
processes = 12
threads = 100
file_size = 2097152
output = 65536
"""


@dataclass
class Outcome:
    """What became of one hostile submission: its scorecard, its neighbour's, and what was left behind by each."""

    exercise: Exercise | None = None
    neighbour: Exercise | None = None
    findings: list[str] = field(default_factory=list)
    seconds: float = 0.0
    died: str = ""  # how the grading ended, where it did not come to its end

    def text(self) -> str:
        """Return everything that the report tells of the hostile script."""
        if self.exercise is None:
            return ""
        lines = list(self.exercise.notes)
        for check in self.exercise.checks:
            lines += [f"{check.status} {check.id}", *details_of(check)]
        return " ".join(" ".join(lines).split())

    def faults(self, case: Case) -> list[str]:
        """Return what does not hold of what must."""
        if self.exercise is None or self.neighbour is None:
            return [f"the grading died: {self.died}"]
        found = list(self.findings)
        score, text = self.exercise.score, self.text()
        if not case.at_least <= score <= case.at_most:
            passed = [check.id for check in self.exercise.checks if check.score]
            found.append(f"{score:g} points, for {passed}; not from {case.at_least:g} to {case.at_most:g}")
        if self.neighbour.score < self.neighbour.max_score or not self.neighbour.max_score:
            found.append(f"the honest neighbour got {self.neighbour.score:g} of {self.neighbour.max_score:g}")
        if self.seconds > case.seconds:
            found.append(f"it took {self.seconds:.0f} s")
        return found + [f"the report does not say {words!r}: {text}" for words in case.says if words not in text]


def grade(cases: Sequence[Case], *options: str) -> dict[str, Outcome]:
    """Grade submissions in as many sessions at a time as there are jobs; return their outcomes by the case's id."""
    folder = Path(tempfile.mkdtemp(prefix="h", dir="/tmp"))  # short: the name of a socket has a hundred bytes
    outcomes: dict[str, Outcome] = {}
    with ExitStack() as stack:
        stack.callback(subprocess.run, ["rm", "-rf", "--", folder])  # also where a hostile folder is too deep for us
        sessions = [_Session(folder / str(job), cases[job::JOBS], options) for job in range(JOBS)]
        for session in sessions:
            stack.callback(session.end)
        for session in sessions:
            outcomes |= session.outcomes()
    return outcomes


class _Session:
    """One session of pytest, with a copy of the kit, a home and a canary of its own."""

    def __init__(self, folder: Path, cases: Sequence[Case], options: Sequence[str]) -> None:
        self._folder = folder
        self._scripts: dict[str, Path] = {}
        self._mark = secrets.token_hex(8)
        self._watched, self._card = folder / "out/watched.jsonl", folder / "out/card.json"
        with _free_port() as port:
            words = self._prepare(cases, port)
            self._process = self._start(port, words["KIT"], options)

    def _prepare(self, cases: Sequence[Case], port: int) -> dict[str, str]:
        places = {name: self._folder / name.lower() for name in ("KIT", "CANARY", "HOME", "WORK", "OUT", "TMP")}
        for place in places.values():
            place.mkdir(parents=True)
        shutil.copytree(KIT / "grader", places["KIT"] / "grader", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(SOLUTIONS, places["KIT"] / "solutions", ignore=shutil.ignore_patterns("__pycache__"))
        compileall.compile_dir(places["KIT"], quiet=2)
        for name in ("CANARY", "HOME"):
            (places[name] / "precious").write_text("untouched\n")
        (self._folder / "out/pyproject.toml").write_text(_SETTINGS)
        work = places["WORK"]
        _honest(work / "000")
        for number, case in enumerate(cases, start=1):
            neighbour = _honest(work / f"{number:03}-neighbour")
            words = {
                "FOLDER": os.fspath(self._folder),
                "CANARY": os.fspath(places["CANARY"]),
                "KIT": os.fspath(places["KIT"]),
                "NEIGHBOUR": os.fspath(neighbour),
                "PORT": str(port),
                "MARK": self._mark,
            }
            self._scripts[case.id] = case.write(work / f"{number:03}", words)
        return {name: os.fspath(place) for name, place in places.items()}

    def _start(self, port: int, kit: str, options: Sequence[str]) -> subprocess.Popen[bytes]:
        place = self._folder
        path = os.pathsep.join([os.environ["PATH"], f"/nowhere/{self._mark}"])
        environment = {
            "PATH": path,
            "HOME": os.fspath(place / "home"),
            "TMPDIR": os.fspath(place / "tmp"),
            "PYTHONPATH": os.pathsep.join([kit, os.fspath(HERE)]),
            "PYTHONDONTWRITEBYTECODE": "1",
            "GRADER_TOKEN": "a secret of the grader's own",
            "WATCH_MARK": self._mark,
            "WATCH_PORT": str(port),
            "WATCH_GUARDED": os.pathsep.join(os.fspath(place / name) for name in ("kit", "canary", "home", "work")),
        }
        command = [sys.executable, "-P", "-m"] if sys.version_info >= (3, 11) else [sys.executable, "-m"]
        command += ["pytest", "-qq", "-p", "no:cacheprovider", "-p", "grader.plugin", "-p", "watch"]
        command += ["-c", "pyproject.toml", "--rootdir", os.fspath(place), "--scorecard", os.fspath(self._card)]
        command += ["--watched", os.fspath(self._watched), *options, os.fspath(place / "work")]
        with (place / "out/output").open("wb") as output:
            return subprocess.Popen(
                command, cwd=place / "out", env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output
            )

    def end(self) -> None:
        """End the session, if it has not come to its end."""
        self._process.kill()
        self._process.wait()

    def outcomes(self) -> dict[str, Outcome]:
        """Wait for the end of the session and return what became of each case."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_SESSION)
        self.end()
        seen = _lines(self._watched)
        graded: dict[Path, Exercise] = {}
        if self._card.exists():
            exercises = Scorecard.from_json(json.loads(self._card.read_text("utf-8"))).exercises
            graded = {self._folder / each.path: each for each in exercises}
        died = f"status {self._process.returncode}, last seen {seen[-1:]}; {self._last_words()}"
        return {case: self._outcome(script, graded, seen, died) for case, script in self._scripts.items()}

    def _outcome(self, script: Path, graded: dict[Path, Exercise], seen: list[dict[str, Any]], died: str) -> Outcome:
        neighbour = script.parent.with_name(f"{script.parent.name}-neighbour") / "applyasync.py"
        outcome = Outcome(graded.get(script), graded.get(neighbour), died=died)
        for line in seen:
            if line["script"] in (os.fspath(script), os.fspath(neighbour)):
                outcome.seconds += line["seconds"]
                outcome.findings += [
                    f"{what} left behind: {[each[:150] for each in line[what]]}"
                    for what in ("processes", "temporary", "shared", "files", "connections")
                    if line[what]
                ]
        return outcome

    def _last_words(self) -> str:
        output = (self._folder / "out/output").read_text("utf-8", "replace")
        return "\n".join(output.splitlines()[-15:])


def _honest(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return Path(shutil.copy(SOLUTIONS / "applyasync.py", folder))


def _lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []


@contextmanager
def _free_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0), reuse_port=True) as reserved:
        yield reserved.getsockname()[1]
