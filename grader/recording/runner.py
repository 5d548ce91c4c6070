"""Records runs of student's files: each in a fresh folder, with a copy of the file, and nothing of it left behind."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal

from grader.recording.channel import Channel
from grader.recording.inside.removal import remove, remove_all_but
from grader.recording.launcher import Launcher, LauncherFailed, new_launcher
from grader.recording.limits import Limits
from grader.recording.output import Output
from grader.recording.processes import kernel_can_tell
from grader.recording.recording import Ending, Error, Line, Recording, Sleep
from grader.recording.run import Run
from grader.recording.staging import stage

Change = Literal["results", "outcome"] | None  # of what the script's calls return, so that canned answers show
NewLauncher = Callable[..., Launcher]
_IMPORT = re.compile(r"^[ \t]*(?:import|from)[ \t]+(.*)", re.MULTILINE)
_HEAVY = frozenset(
    {"argparse", "dataclasses", "datetime", "decimal", "fractions", "inspect", "logging", "random", "statistics"}
)
_LONGEST_FOLDER = 51  # bytes; a socket's address has 107 at most, and multiprocessing puts some deep in the folder


@dataclass(frozen=True)
class Options:
    """How runs are recorded; the same for a whole grading."""

    clock: str = "virtual"  # or "real"
    start_method: str = "fork"  # the default one; the script may choose another
    limits: Limits = field(default_factory=Limits)
    sandboxed: bool = False  # each submission's runs in a sandbox of its own
    run_as: str | None = None  # the user that scripts run as, where that is not the grader's own; not in a sandbox


def clock_here(clock: str) -> str:
    """Return the clock that scripts run on here: nothing but /proc proves that everybody is asleep."""
    return clock if kernel_can_tell() else "real"


@dataclass(frozen=True)
class Returned:
    """What one call of a function gave: its value, or its error; how long it slept; what was printed meanwhile."""

    pid: int
    function: str
    args: tuple[Any, ...]
    value: Any = None
    error: Error | None = None
    missing: bool = False  # the file has no function of this name
    began: float = 0.0  # when the call began, in seconds of the run's clock
    slept: float = 0.0  # seconds asked of time.sleep by the calling thread
    elapsed: float = 0.0  # seconds of the run's clock that passed
    lines: tuple[Line, ...] = ()
    ending: Ending | None = None  # the call never came back: how the run ended instead


class Functions:
    """The functions of one imported file, called one by one in the student's process."""

    def __init__(self, run: Run) -> None:
        self._run = run
        run.go_on(until=self._is_idle)
        self.importing_ended = run.over  # the import never came back
        self.lines_of_import = run.output.lines(now=run.now)
        self.sleeps_of_import = len(run.recording.sleeps)
        self.pools_of_import = len(run.recording.pools)
        self.processes_of_import = run.processes()

    def _is_idle(self) -> bool:
        return self._run.idle_peer() is not None

    @property
    def recording(self) -> Recording:
        """What has happened so far."""
        return self._run.recording

    @property
    def over(self) -> bool:
        """The process has ended: no function of it can be called any more."""
        return self._run.over

    @property
    def now(self) -> float:
        """Seconds on the run's clock since its start."""
        return self._run.now

    def call(self, function: str, *args: Any) -> Returned:
        """Call a function of the file with JSON-able arguments and return what came of it."""
        run = self._run
        pid = run.recording.master or 0
        if run.over:
            return Returned(pid, function, args, ending=run.recording.ending)
        before, began, sleeps = run.output.sizes(), run.now, len(run.recording.sleeps)
        run.observer.returned = None
        run.renew_limits()
        run.tell_idle_peer(function=function, args=list(args))
        run.go_on(until=self._is_idle)
        lines = tuple(run.output.lines(before, now=run.now))
        slept = _seconds_of(run.recording.sleeps[sleeps:])
        outcome = run.observer.returned
        returned = Returned(pid, function, args, began=began, slept=slept, elapsed=run.now - began, lines=lines)
        if outcome is None:
            return replace(returned, ending=run.recording.ending)
        error = Error(**outcome["error"]) if "error" in outcome else None
        return replace(returned, value=outcome.get("value"), error=error, missing=outcome.get("missing") is True)


def _seconds_of(sleeps: Sequence[Sleep]) -> float:
    return sum(sleep.seconds for sleep in sleeps if sleep.main)


class Runner:
    """Records runs, one after the other, from one warm launcher. Close it, or use it as a context manager.

    A sandbox is for one submission, that is one folder: the next one's runs get a new launcher in a new sandbox, and
    find nothing of what the earlier ones left.
    """

    def __init__(self, options: Options | None = None, *, new_launcher: NewLauncher = new_launcher) -> None:
        options = options or Options()
        self.options = replace(options, clock=clock_here(options.clock))
        self._new_launcher = new_launcher
        self._launcher: Launcher | None = None
        self._folder: Path | None = None  # holds the folder of each run
        self._submission: Path | None = None  # whose runs the launcher starts
        self._numbers = itertools.count(1)
        self._running: set[str] = set()  # the names of folders that are in use

    def __enter__(self) -> Runner:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    def close(self) -> None:
        """End the launcher."""
        if self._launcher is not None:
            self._launcher.close()
            self._launcher = None
        if self._folder is not None:
            remove(self._folder.parent)
            self._folder = None

    def record(
        self,
        script: Path,
        argv: Sequence[str] = (),
        *,
        companions: Sequence[Path] = (),
        change: Change = None,
        clock: str | None = None,
        patience: float = 60.0,
    ) -> Recording:
        """Run a file as a script and return what it did.

        `companions` are other files that it may import; with the `change` "results" the recorder adds thousands to
        the numbers that calls return, to each another one, and `ONCE` to the text of what they raise; with "outcome"
        the first call raises `OUTCOME` where it would return; `clock` overrides the clock of the options for this run,
        which then takes `patience` real seconds at most.
        """
        with self._run("script", script, argv, companions, change, clock, patience) as run:
            run.go_on(until=lambda: False)
        return run.recording

    @contextmanager
    def functions(
        self, script: Path, argv: Sequence[str] = (), *, companions: Sequence[Path] = ()
    ) -> Iterator[Functions]:
        """Import a file in a process of its own and hand out its functions, to be called there.

        On every clock they sleep virtually: one thread sleeps, and nobody is there whom it could meet too early.
        """
        with self._run("functions", script, argv, companions, None, "virtual") as run:
            yield Functions(run)
            run.tell_idle_peer(quit=True)
            run.go_on(until=lambda: False)

    @contextmanager
    def _run(
        self,
        mode: str,
        script: Path,
        argv: Sequence[str],
        companions: Sequence[Path],
        change: Change,
        clock: str | None,
        patience: float = 60.0,
    ) -> Iterator[Run]:
        options = self.options
        limits = options.limits
        if clock == "real" and options.clock == "virtual":
            limits = replace(limits, real_time=min(limits.real_time, patience))
        folder = self._new_folder(script.parent)
        try:
            recording = Recording(
                script.name,
                list(argv),
                clock or options.clock,
                options.start_method,
                Ending("unable"),
                changed=change is not None,
            )
            home = stage(folder, script, companions)
            channel = Channel(folder)
            output = Output(folder, limits.output)
            try:
                run = Run(recording, channel, output, limits, folder.parent)
                if options.run_as is not None:
                    _give(folder, options.run_as)
                self._start(
                    run,
                    {
                        "mode": mode,
                        "script": str(home / script.name),
                        "argv": list(argv),
                        "folder": str(home),
                        "preload": _worth_preloading(home / script.name),
                        "packages": [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))],
                        "environment": _environment(home),
                        "start_method": options.start_method,
                        "limits": limits.of_one_process(),
                        "recorder": {
                            "address": channel.address,
                            "secret": channel.secret,
                            "clock": recording.clock,
                            "epoch": time.time(),
                            "change": change,
                            "stdout": str(output.paths[1]),
                            "stderr": str(output.paths[2]),
                        },
                    },
                )
                yield run
            finally:
                run.finish()
        finally:
            self._running.discard(folder.name)
            remove(folder)
            remove_all_but(folder.parent, self._running)  # what a script has put beside its own folder

    def _start(self, run: Run, request: dict[str, Any]) -> None:
        try:
            run.start(self._warm(), request)
        except LauncherFailed as error:
            run.stop("unable", str(error))

    def _warm(self) -> Launcher:
        if self._launcher is None:
            assert self._folder is not None  # the run has a folder in it
            options = self.options
            self._launcher = self._new_launcher(self._folder, sandboxed=options.sandboxed, run_as=options.run_as)
        return self._launcher

    def _new_folder(self, submission: Path) -> Path:
        """Make a folder for one run of a submission; what is left of another submission goes."""
        is_lost = self._launcher is not None and not self._launcher.is_alive()
        if is_lost or (self.options.sandboxed and submission != self._submission):
            self.close()
        self._submission = submission
        if self._folder is None:
            self._folder = _new_folder()
        folder = self._folder / str(next(self._numbers))
        folder.mkdir(mode=0o700)
        self._running.add(folder.name)
        return folder


def _new_folder() -> Path:
    """Make a folder for the runs of one launcher, whose name is short enough for the address of a socket in it.

    It lies in another one, which no sandbox shows: what a script puts into its own and opens for everybody, such as a
    program that runs with the rights of its owner, is still out of reach for others.
    """
    outer = Path(tempfile.mkdtemp(prefix="grader-"))
    if len(os.fsencode(outer)) > _LONGEST_FOLDER:
        outer.rmdir()
        outer = Path(tempfile.mkdtemp(prefix="grader-", dir="/tmp"))
    folder = outer / "runs"
    folder.mkdir(mode=0o700)
    return folder


def _give(folder: Path, user: str) -> None:
    """Give a new folder to another user: its own files first, so that nothing of that user's is in it meanwhile."""
    for ours in folder.parents[:2]:
        ours.chmod(0o711)  # the user gets through, and can put nothing into it
    for parent, folders, files in os.walk(folder):
        for name in [*folders, *files]:
            shutil.chown(Path(parent, name), user)
    shutil.chown(folder, user)


def _worth_preloading(script: Path) -> list[str]:
    """Return the modules of the library that a script imports and that are worth to be loaded once for all its runs."""
    text = script.read_bytes().decode("utf-8", "replace") if script.exists() else ""
    words = {word for line in _IMPORT.findall(text) for word in re.findall(r"\w+", line)}
    return sorted(words & _HEAVY)


def _environment(home: Path) -> dict[str, str]:
    """Return the environment of the student's processes: a short list, nothing of the grader's own."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH") if name in os.environ}
    own = {"HOME": str(home), "TMPDIR": str(home / "tmp"), "TMP": str(home / "tmp"), "TEMP": str(home / "tmp")}
    return {**kept, **own, "LANG": "C.UTF-8", "PYTHONUTF8": "1"}
