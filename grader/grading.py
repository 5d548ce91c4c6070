"""One grading, as a session of pytest conducts it: from a check that is called to a line in the scorecard."""

from __future__ import annotations

import dataclasses
import functools
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import pytest
from _pytest.outcomes import Skipped  # what pytest.skip raises
from _pytest.runner import runtestprotocol  # as the plugins that run an item out of its turn do

from grader.checks.calls import picture_of
from grader.checks.patterns import hint_for
from grader.checks.runs import command, how_it_ended, require_honesty
from grader.claims import CannotTell, NotChecked, Unmet
from grader.collection import ExerciseModule
from grader.coverage import Coverage, coverage_of
from grader.neighbours import hint_for_missing, is_foreign, note_on_neighbours
from grader.numbering import renumber
from grader.printable import printable
from grader.recording import sandbox
from grader.recording.inside.system_calls import why_all_are_allowed
from grader.recording.launcher import why_not_as
from grader.recording.recording import Recording
from grader.recording.runner import Options, Runner, clock_here
from grader.recording.script import Script
from grader.reports.message import message_of
from grader.scorecard import FAILED, PASSED, UNCHECKED, Check, Exercise, Run, Scorecard
from grader.settings import BadSetting, Settings, read_settings, with_limits

_MOST_SHOWN = 200  # calls in the picture of a run
BACKSTOP = 600.0  # real seconds after which pytest-timeout ends a check that every other limit has missed


def settings_of(config: pytest.Config) -> Settings:
    """Return the settings of a session: `[tool.grader]` of its pyproject.toml, then its options."""
    file = config.inipath if config.inipath and config.inipath.suffix == ".toml" else config.rootpath / "pyproject.toml"
    try:
        settings = read_settings(None if is_foreign(file) else file)
        settings = with_limits(settings, config.getoption("limit"))
    except BadSetting as error:
        raise pytest.UsageError(str(error)) from None
    options = {name: config.getoption(name) for name in ("clock", "start_method", "sandbox", "run_as")}
    return Settings(**{**vars(settings), **{name: value for name, value in options.items() if value}})


class Bench:
    """What outlives a session of pytest where a whole class is graded: settings, and a runner that stays warm.

    It is handed to each session as a plugin, and keeps the grading of the last one.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.grading: Grading | None = None
        self._runner: tuple[Options, Runner] | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_configure(self, config: pytest.Config) -> None:
        """Be there before the session's grading is."""
        config.stash[_bench] = self
        self.grading = None

    def runner(self, options: Options) -> Runner:
        """Return the runner that the last session had, if it was one of these options."""
        if self._runner is None or self._runner[0] != options:
            self.close()
            self._runner = options, Runner(options)
        return self._runner[1]

    def close(self) -> None:
        """End the processes that were kept warm."""
        if self._runner is not None:
            self._runner[1].close()
            self._runner = None


_bench = pytest.StashKey[Bench]()


def grading_of(config: pytest.Config) -> Grading:
    """Return the grading of a session; one on a bench is done with the bench's settings and runner."""
    bench = config.stash.get(_bench, None)
    if bench is None:
        return Grading(settings_of(config))
    bench.grading = Grading(bench.settings, bench)
    return bench.grading


class Grading:
    """What one session of pytest knows of the exercises that it grades."""

    def __init__(self, settings: Settings, bench: Bench | None = None) -> None:
        self.settings = settings
        self._bench = bench
        self.scorecard = Scorecard()
        self.remarks: list[str] = []
        self._items: dict[str, dict[str, pytest.Item]] = {}  # by file and name, selected or not
        self._judged: dict[tuple[str, str], Check] = {}  # by file and name
        self._drawn: dict[int, tuple[Recording, dict[str, Any]]] = {}  # by id: what is shown of a run
        clock = clock_here(settings.clock)
        if clock != settings.clock:
            self.remarks.append("this system has no /proc to tell when a script sleeps: scripts run on the real clock")
        sandboxed = self._is_sandboxed()
        if sys.platform == "linux" and (why := why_all_are_allowed()) is not None:
            self.remarks.append(f"what scripts hide in the kernel's memory is neither bounded nor removed: {why}")
        self.scorecard.clock = clock
        self.scorecard.sandbox = "bubblewrap" if sandboxed else "off"
        self.scorecard.remarks = self.remarks
        self._options = Options(clock, settings.start_method, settings.limits, sandboxed, settings.run_as)

    def _is_sandboxed(self) -> bool:
        """Tell whether scripts run in a sandbox; where they do not, every report says so, and why."""
        user = self.settings.run_as
        if user is not None:
            if (why := why_not_as(user)) is not None:
                raise pytest.UsageError(f"--run-as {user}: {why}")
            if self.settings.sandbox == "bubblewrap":
                raise pytest.UsageError(f"--run-as {user}: scripts run as another user or in a sandbox, not both")
            self.remarks.append(f"the sandbox is off: scripts run as the user {user}")
            return False
        why = "it was switched off" if self.settings.sandbox == "off" else sandbox.why_unavailable()
        if why is None:
            return True
        if self.settings.sandbox == "bubblewrap":
            raise pytest.UsageError(
                f"--sandbox bubblewrap: no sandbox can be started here: {why}; "
                "mend that, or choose --sandbox off and trust the scripts"
            )
        self.remarks.append(f"the sandbox is off, so scripts can read and change this user's files: {why}")
        return False

    @functools.cached_property
    def _runner(self) -> Runner:
        return self._bench.runner(self._options) if self._bench else Runner(self._options)

    def close(self) -> None:
        """End the processes of this grading."""
        if "_runner" in vars(self) and self._bench is None:
            self._runner.close()

    def script(self, path: Path, companions: Sequence[Path]) -> Script:
        """Return the student's file, ready to be recorded."""
        script = Script(path, self._runner, companions=companions)
        if path in companions[:1] and (note := note_on_neighbours(path.parent)):
            script.notes.append(note)
        return script

    # what rests on what --------------------------------------------------------------------------------------

    def enrol(self, items: Iterable[pytest.Item]) -> None:
        """Remember all checks that were collected, before any is deselected."""
        for item in items:
            self._items.setdefault(_file_of(item), {})[item.name] = item

    def judge_what_it_rests_on(self, item: pytest.Item) -> None:
        """Judge, without a word, the checks that this one rests on and that have not been judged yet."""
        for other in self._foundations(item):
            if _key_of(other) not in self._judged:
                self.judge_what_it_rests_on(other)
                runtestprotocol(other, nextitem=item, log=False)

    def require_what_it_rests_on(self, item: pytest.Item) -> None:
        """Leave a check open when one that it rests on has not passed."""
        for other in self._foundations(item):
            check = self._judged.get(_key_of(other))
            if check is None or check.status != PASSED:
                raise _Open(f'it rests on "{_claim_of(other)}"', unjudged=check is not None and check.unjudged)

    def _foundations(self, item: pytest.Item) -> list[pytest.Item]:
        names = [name for marker in item.iter_markers("rests_on") for name in marker.args]
        return [self._item(item, name) for name in names]

    def _item(self, item: pytest.Item, name: str) -> pytest.Item:
        known = self._items[_file_of(item)]
        if name not in known:  # only this check was collected, by its node id: collect the others too
            module = item.getparent(ExerciseModule)
            assert module is not None
            for other in module.collect():
                if isinstance(other, pytest.Item):
                    known.setdefault(other.name, other)
        if name not in known:
            raise LookupError(f"{item.nodeid} rests on {name!r}, but there is no such check")
        return known[name]

    # calling a check -----------------------------------------------------------------------------------------

    def call(self, item: pytest.Function) -> None:
        """Call a check. What speaks against the student in a doubtful recording is confirmed before it counts."""
        script = item.funcargs["script"]
        assert isinstance(script, Script)
        _require_program(item, script)
        script.used.clear()
        arguments = {name: item.funcargs[name] for name in item._fixtureinfo.argnames}
        judge = functools.partial(_judge_fairly, script, item.obj, arguments)
        try:
            judge()
        except Unmet:
            if self._options.clock == "real" or any(recording.in_doubt for recording in script.used):
                self._confirm(script, judge)
            else:
                raise

    def _confirm(self, script: Script, judge: Callable[[], None]) -> None:
        """Judge again from a recording on the real clock; a failure counts when it shows there, too.

        Where all recordings are made on the real clock, that is a new one; else the one that confirms the others.
        """
        if self._options.clock == "real":
            script.forget_recordings()
        script.confirming = True
        try:
            judge()
        finally:
            script.confirming = False

    # from a report of pytest to the scorecard ----------------------------------------------------------------

    def describe(self, item: pytest.Item, call: pytest.CallInfo[Any], report: pytest.TestReport) -> None:
        """Write what became of a check into its report: as data, and as the text that pytest shows."""
        if report.when == "teardown" or (report.when == "setup" and report.passed):
            return
        script = getattr(item, "funcargs", {}).get("script")
        check = self._check(item, call, report)
        renumber(check, script.pids() if script else ())
        self._judged[_key_of(item)] = check
        if check.status == FAILED:
            report.longrepr = message_of(item.path.stem, check)
        report.user_properties += [
            ("path", _path_of(item)),
            ("claim", check.claim),
            ("status", check.status),
            ("score", check.score),
            ("max_score", check.max_score),
            ("unjudged", check.unjudged),
            *((name, value) for name in ("expected", "seen", "hint", "line") if (value := getattr(check, name))),
        ]
        if check.picture is not None:
            report.user_properties.append(("picture", json.dumps(check.picture.to_json())))
        if script is not None:
            report.user_properties += [("note", printable(note)) for note in script.notes]
            report.user_properties.append(("not_started", script.not_started))
            report.user_properties.append(("no_program", script.unreadable is not None))
            vars(report)["runs"] = [self._shown(each) for each in script.shown_runs()]

    def _check(self, item: pytest.Item, call: pytest.CallInfo[Any], report: pytest.TestReport) -> Check:
        worth = self._points(item)
        check = Check(item.name, _claim_of(item), PASSED if report.passed else UNCHECKED, 0.0, worth)
        error = call.excinfo.value if call.excinfo else None
        if report.passed:
            check.score = worth
        elif isinstance(error, Unmet):
            check.status, check.expected, check.seen = FAILED, error.expected, error.seen
            check.hint, check.line, check.picture = error.hint, error.line, error.picture
        elif isinstance(error, pytest.skip.Exception):
            check.seen, check.unjudged = str(error), isinstance(error, _Open) and error.unjudged
        else:
            check.seen, check.unjudged = f"this machine cannot tell: {type(error).__name__}: {error}", True
        for name in ("expected", "seen", "hint"):
            setattr(check, name, (text := getattr(check, name)) and printable(text))
        return check

    def _shown(self, recording: Recording) -> dict[str, Any]:
        """Return what reports carry of a run, as data: all those of its script do, but it is drawn once."""
        if id(recording) not in self._drawn:
            self._drawn[id(recording)] = recording, dataclasses.asdict(run_of(recording))
        return self._drawn[id(recording)][1]

    def _points(self, item: pytest.Item) -> float:
        marker = item.get_closest_marker("points")
        default = float(marker.args[0]) if marker else 0.0
        return self.settings.points.get(f"{item.path.stem}.{getattr(item, 'originalname', item.name)}", default)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Enter a report, of this process or of another one, into the scorecard; a hook of pytest."""
        properties: dict[str, Any] = dict(report.user_properties)
        if "claim" not in properties:
            return
        path, (_, _, name) = properties["path"], report.nodeid.partition("::")
        fields = {field.name: properties[field.name] for field in dataclasses.fields(Check) if field.name in properties}
        picture = json.loads(properties["picture"]) if "picture" in properties else None
        exercise = self._exercise(path)
        exercise.checks.append(Check.from_json({**fields, "id": name, "picture": picture}))
        exercise.not_started = exercise.not_started or properties.get("not_started") is True
        exercise.no_program = exercise.no_program or properties.get("no_program") is True
        runs = [Run.from_json(each) for each in vars(report).get("runs", [])]
        exercise.runs = max(exercise.runs, runs, key=len)
        for key, value in report.user_properties:
            if key == "note" and value not in exercise.notes:
                exercise.notes.append(str(value))

    def coverage(self, *, interrupted: bool) -> Coverage:
        """Return how much of what was asked for is on the scorecard. In the master of pytest-xdist nobody enrols."""
        asked = [_path_of(item) for items in self._items.values() for item in list(items.values())[:1]]
        return coverage_of(self.scorecard, asked, interrupted=interrupted)

    def _exercise(self, path: str) -> Exercise:
        for exercise in self.scorecard.exercises:
            if exercise.path == path:
                return exercise
        exercise = Exercise(Path(path).stem, path)
        self.scorecard.exercises.append(exercise)
        return exercise


class _Open(Skipped):
    """A claim that is not checked, and whether that is for the grader's own trouble."""

    def __init__(self, reason: str, *, unjudged: bool) -> None:
        super().__init__(reason)
        self.unjudged = unjudged


def _judge_fairly(script: Script, check: Callable[..., None], arguments: dict[str, Any]) -> None:
    """Call a check, name a known mistake, and let nothing stand that rests on a forged recording."""
    try:
        _judge(check, arguments)
    except Unmet as unmet:
        unmet.hint = hint_for(unmet, script)
        raise
    finally:
        for recording in script.used:
            require_honesty(recording)


def _judge(check: Callable[..., None], arguments: dict[str, Any]) -> None:
    try:
        check(**arguments)
    except NotChecked as reason:
        raise _Open(str(reason), unjudged=isinstance(reason, CannotTell)) from None
    except pytest.fail.Exception as failure:
        if str(failure).startswith("Timeout"):  # of pytest-timeout, whose limit stands behind all others
            raise _Open(f"this machine cannot tell: the check took longer than {BACKSTOP:g} s", unjudged=True) from None
        raise
    except Exception as error:
        unmet = next((each for each in getattr(error, "exceptions", ()) if isinstance(each, Unmet)), None)
        if unmet is None:  # Hypothesis wraps the failures of a function that does not always answer the same
            raise
        raise unmet from None


def run_of(recording: Recording) -> Run:
    """Return what a scorecard keeps of a recorded run: of very many calls, the first ones."""
    calls, outcome = recording.calls, how_it_ended(recording)
    if len(calls) > _MOST_SHOWN:
        outcome += f"; the first {_MOST_SHOWN} of {len(calls)} calls are shown"
    return Run(printable(command(recording)), printable(outcome), picture_of(recording, calls[:_MOST_SHOWN]))


def _require_program(item: pytest.Item, script: Script) -> None:
    """Let the first check say why the file is no program, and leave the others open."""
    if script.unreadable is not None:
        module = item.getparent(ExerciseModule)
        if module is not None and item.name == module.check_names()[0]:
            trouble = script.unreadable
            unmet = Unmet(
                f"a Python script {script.name}", trouble.seen, trouble.hint, about="syntax", line=trouble.line
            )
            unmet.hint = hint_for(unmet, script)
            if not os.path.lexists(script.path):
                unmet.hint = hint_for_missing(script.path) or unmet.hint
            raise unmet
        pytest.skip(f"{script.name} cannot be run: {trouble_in_a_line(script)}")
    if script.not_started:
        pytest.skip("not started")


def trouble_in_a_line(script: Script) -> str:
    """Return why a file is no program, in one line."""
    return "" if script.unreadable is None else script.unreadable.seen.splitlines()[0]


def _claim_of(item: pytest.Item) -> str:
    function = getattr(item, "function", None)
    return " ".join((getattr(function, "__doc__", None) or item.name).split())


def _file_of(item: pytest.Item) -> str:
    return os.fspath(item.path)


def _key_of(item: pytest.Item) -> tuple[str, str]:
    """Return what names a check in a session; the node id does not, outside of pytest's root folder."""
    return _file_of(item), item.name


def _path_of(item: pytest.Item) -> str:
    """Return the path of a check's script as it is shown: from pytest's root folder, or whole outside of it."""
    root = item.config.rootpath
    return (item.path.relative_to(root) if item.path.is_relative_to(root) else item.path).as_posix()
