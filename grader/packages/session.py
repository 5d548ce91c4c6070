"""Grades one folder in a session of pytest of its own, and tells again and again what is known so far.

Systems that end a grading at a limit of theirs keep what was written by then, so what is known is handed on as it
grows. A session that exceeds our own limit, a little below theirs, is ended, and that is said.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from grader.checks import exercises
from grader.classroom.grades import UNGRADABLE, Submission
from grader.recording.limits import Limits
from grader.scorecard import Scorecard
from grader.settings import BadSetting, read_settings

_LOOK = 1.0  # seconds between two looks at what is known
_CUT_OFF = "The grading was cut off: claims that are missing here were not judged."
_NOTHING = "none of the scripts was handed in: {}"
Tell = Callable[[Submission, Scorecard], None]


def grade(
    folder: Path,
    tell: Tell,
    *,
    names: Sequence[str] = (),
    settings: Path | None = None,
    memory: int | None = None,
    seconds: float = 540.0,
    options: Sequence[str] = (),
) -> None:
    """Grade the scripts in `folder`, and call `tell` with what is known: every second, and at the end.

    `names` are the exercises that are graded, all without any; `settings` is the kit's pyproject.toml; `memory` limits
    the bytes of each run where the settings do not; after `seconds` the session is ended; `options` are pytest's.
    """
    wanted = names or exercises()
    with tempfile.TemporaryDirectory(prefix="grader-") as name:
        home = Path(name)
        scripts = _stage(folder, home / "submission/exercises", wanted)
        if not any(script.exists() for script in scripts):
            files = ", ".join(script.name for script in scripts)
            tell(Submission("", "", status=UNGRADABLE, reason=_NOTHING.format(files)), Scorecard())
            return
        session = _Session(home, scripts if names else [home / "submission/exercises"], settings, memory, options)
        session.conduct(tell, seconds)


class _Session:
    def __init__(
        self, home: Path, files: list[Path], settings: Path | None, memory: int | None, options: Sequence[str]
    ) -> None:
        self._card, self._log = home / "scorecard.json", home / "log"
        (home / "settings").mkdir()
        copy = home / "settings/pyproject.toml"
        copy.write_text(settings.read_text("utf-8") if settings is not None else "", "utf-8")
        limit = [] if memory is None or _limits_memory(copy) else [f"--limit=memory={memory}"]
        self._command = [
            *(sys.executable, "-m", "pytest", f"--config-file={copy}"),
            *(f"--rootdir={home}/submission", "-p", "grader.plugin", "-p", "no:cacheprovider", "-qq"),
            *(f"--scorecard={self._card}", *limit, *options, *map(str, files)),
        ]
        self._home = home

    def conduct(self, tell: Tell, seconds: float) -> None:
        began = time.monotonic()
        with open(self._log, "wb") as log:
            process = subprocess.Popen(
                self._command, cwd=self._home, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT
            )
            while not _ended(process):
                if time.monotonic() - began > seconds:
                    process.kill()
                    process.wait()
                elif self._card.exists():
                    self._tell(tell, began, _CUT_OFF)
        if process.returncode in (0, 1) and self._card.exists():
            self._tell(tell, began)
        elif process.returncode < 0 and self._card.exists():
            self._tell(tell, began, _CUT_OFF)
        else:
            reason = f"the grader failed with status {process.returncode}: {self._last_words()}"
            tell(Submission("", "", status=UNGRADABLE, reason=reason, grader_failed=True), Scorecard())

    def _tell(self, tell: Tell, began: float, *remarks: str) -> None:
        card = Scorecard.from_json(json.loads(self._card.read_text("utf-8")))
        submission = Submission(
            "",
            "",
            score=card.score,
            max_score=card.max_score,
            unjudged=card.unjudged,
            seconds=time.monotonic() - began,
            remarks=[*remarks, *card.remarks],
            exercises=card.exercises,
        )
        tell(submission, card)

    def _last_words(self) -> str:
        lines = self._log.read_text("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else "it said nothing"


def _ended(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(_LOOK)
    except subprocess.TimeoutExpired:
        return False
    return True


def _stage(folder: Path, home: Path, names: Sequence[str]) -> list[Path]:
    """Copy the scripts, and nothing else, from a folder or from its folder `exercises`."""
    home.mkdir(parents=True)
    inner = folder / "exercises"
    source = inner if inner.is_dir() and not inner.is_symlink() else folder
    for name in names:
        script = source / f"{name}.py"
        if script.is_file() and not script.is_symlink():
            shutil.copyfile(script, home / script.name)
    return [home / f"{name}.py" for name in names]


def _limits_memory(settings: Path) -> bool:
    """Tell whether the settings say themselves how much memory a run may use; what is wrong with them says pytest."""
    try:
        return read_settings(settings).limits.memory != Limits().memory
    except BadSetting:
        return False
