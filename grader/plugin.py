"""The pytest plugin: `pytest -p grader.plugin FOLDER` grades the exercises in a folder. Hooks only."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

import pytest

from grader import neighbours
from grader.checks import exercises
from grader.collection import ExerciseModule, companions, is_exercise, missing_files
from grader.grading import BACKSTOP, Grading, grading_of
from grader.recording.script import Script
from grader.reports import terminal
from grader.requirements import require_packages
from grader.scorecard import FAILED
from grader.settings import CLOCKS, SANDBOXES, START_METHODS, Settings
from grader.written import Files, GitHub

_grading = pytest.StashKey[Grading]()


def pytest_addoption(parser: pytest.Parser, pluginmanager: pytest.PytestPluginManager) -> None:
    config = pluginmanager.get_plugin("pytestconfig")
    if config is not None:  # the first moment at which a plugin can do anything: the ini file's options act after it
        status = neighbours.without_their_ini(config, config.invocation_params.args)
        if status is not None:
            raise SystemExit(status)
    group = parser.getgroup("grader", "exercises on multiprocessing.Pool")
    group.addoption(
        "--clock", choices=CLOCKS, help="the clock on which scripts run (default: virtual, where it can be)"
    )
    group.addoption(
        "--start-method", choices=START_METHODS, help="the default start method of worker processes (default: fork)"
    )
    group.addoption(
        "--sandbox",
        choices=SANDBOXES,
        help="what scripts run in: bubblewrap, nothing (off), or what this machine has (default: auto)",
    )
    group.addoption("--run-as", metavar="USER", help="run scripts as USER, instead of in a sandbox (for root)")
    group.addoption(
        "--limit",
        action="append",
        default=[],
        metavar="NAME=NUMBER",
        help="bound what a run may use, by a name of [tool.grader.limits]",
    )
    group.addoption("--scorecard", type=Path, metavar="FILE", help="write what became of each claim to FILE, as JSON")
    group.addoption("--badge", type=Path, metavar="FILE", help="write the score to FILE, as a badge of shields.io")
    group.addoption(
        "--github", action="store_true", help="write annotations, job summary and outputs of GitHub Actions"
    )
    group.addoption("--fork", type=Path, metavar="FOLDER", help="with --github: say what FOLDER changes in the grader")


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    neighbours.pass_over_conftests(early_config)


@pytest.hookimpl(tryfirst=True)
def pytest_cmdline_main(config: pytest.Config) -> int | None:
    return neighbours.without_their_ini(config, config.invocation_params.args)


@pytest.hookimpl(tryfirst=True)
def pytest_ignore_collect(collection_path: Path) -> bool | None:
    return neighbours.is_passed_over(collection_path) or None


@pytest.hookimpl(tryfirst=True)
def pytest_collect_directory(path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    return neighbours.folder_of_exercises(path, parent)


def pytest_configure(config: pytest.Config) -> None:
    require_packages()
    if not config.pluginmanager.hasplugin("timeout"):  # it is installed, and was switched off
        config.addinivalue_line("markers", "timeout(seconds): of pytest-timeout")
    config.addinivalue_line("markers", "points(number): what the check is worth")
    config.addinivalue_line("markers", "rests_on(*names): checks of the same exercise that must have passed")
    config.stash[_grading] = grading = grading_of(config)
    config.pluginmanager.register(grading, "grading")
    if hasattr(config, "workerinput"):  # a worker of pytest-xdist: its master writes
        return
    files = Files(grading.scorecard, config.getoption("--scorecard"), config.getoption("--badge"))
    config.pluginmanager.register(files, "grading-files")


@pytest.hookimpl(tryfirst=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    config = session.config
    if config.getoption("--github") and not hasattr(config, "workerinput"):
        reporter = config.pluginmanager.get_plugin("terminalreporter")
        line = reporter.write_line if reporter is not None else print
        github = GitHub(config.stash[_grading].scorecard, line, config.getoption("--fork"))
        config.pluginmanager.register(github, "grading-github")


def pytest_unconfigure(config: pytest.Config) -> None:
    if _grading in config.stash:
        config.stash[_grading].close()


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(
    file_path: Path, parent: pytest.Collector
) -> Generator[None, list[pytest.Collector], list[pytest.Collector]]:
    collected = yield
    if not is_exercise(file_path):
        return collected
    return [each for each in collected if isinstance(each, ExerciseModule)] or [_module(file_path, parent)]


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    return _module(module_path, parent) if is_exercise(module_path) else None


def _module(path: Path, parent: pytest.Collector) -> ExerciseModule:
    module: ExerciseModule = ExerciseModule.from_parent(parent, path=path)
    return module


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(session: pytest.Session, config: pytest.Config, items: list[pytest.Item]) -> None:
    files = {item.path: item for item in items if _is_check(item)}
    folders = [Path(config.invocation_params.dir, argument) for argument in config.args if "::" not in argument]
    for path in missing_files(files, [folder.resolve() for folder in folders if folder.is_dir()]):
        neighbour = next(item for file, item in files.items() if file.parent == path.parent)
        parent = neighbour.getparent(ExerciseModule)
        if parent is not None and parent.parent is not None:
            items.extend(
                node for node in session.genitems(_module(path, parent.parent)) if isinstance(node, pytest.Item)
            )
    if all(_is_check(item) for item in items):
        items.sort(key=lambda item: (item.path.parent, exercises().index(item.path.stem)))
    checks = [item for item in items if _is_check(item)]
    for item in checks:
        item.add_marker(pytest.mark.timeout(BACKSTOP))
    config.stash[_grading].enrol(checks)


def _is_check(item: pytest.Item) -> bool:
    return item.getparent(ExerciseModule) is not None


@pytest.fixture(scope="module")
def script(request: pytest.FixtureRequest) -> Iterator[Script]:
    """The student's file, and the recordings of its runs."""
    grading: Grading = request.config.stash[_grading]
    script = grading.script(request.path, companions(request.path))
    yield script
    script.close()


@pytest.fixture(scope="session")
def grading_settings(request: pytest.FixtureRequest) -> Settings:
    """The settings of this grading."""
    return request.config.stash[_grading].settings


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, object, object]:
    if _is_check(item):
        item.config.stash[_grading].judge_what_it_rests_on(item)
    return (yield)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if _is_check(item):
        item.config.stash[_grading].require_what_it_rests_on(item)


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> object | None:
    if not _is_check(pyfuncitem):
        return None
    pyfuncitem.config.stash[_grading].call(pyfuncitem)
    return True


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[Any]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    if _is_check(item):
        vars(item).pop("_hypothesis_failing_examples", None)  # Hypothesis would offer patches to our checks
    report = yield
    if _is_check(item):
        item.config.stash[_grading].describe(item, call, report)
    return report


def pytest_report_teststatus(report: pytest.CollectReport | pytest.TestReport) -> tuple[str, str, object] | None:
    status = dict(getattr(report, "user_properties", ())).get("status")
    if report.when == "teardown" or status is None or report.passed:
        return None
    if report.failed and status == FAILED:
        return "not met", "F", ("FAILED", {"red": True})
    return ("not checked", "-", ("NOT CHECKED", {"yellow": True})) if report.skipped else None


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int, config: pytest.Config) -> None:
    grading = config.stash[_grading]
    if grading.scorecard.exercises:
        coverage = grading.coverage(interrupted=exitstatus == pytest.ExitCode.INTERRUPTED)
        verbosity = config.get_verbosity()
        terminal.write(grading.scorecard, terminalreporter.write_line, verbosity=verbosity, coverage=coverage)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    scorecard = session.config.stash[_grading].scorecard
    if session.exitstatus == pytest.ExitCode.OK and not scorecard.complete:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
