"""A pytest plugin for the benchmarks: writes down each run that a grading records, as one line of JSON.

    pytest -p logbook --logbook FILE [--stop-at-first-failure] ...

It looks on from outside, by wrapping the two methods through which the kit makes every run, so that no benchmark has
to know how many runs a grading makes, or with which arguments.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from grader.recording.recording import Recording
from grader.recording.runner import Functions, Runner

_failed = pytest.StashKey[set[Path]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("logbook", "benchmarks of the grader")
    group.addoption("--logbook", type=Path, metavar="FILE", help="append a line about each recorded run to FILE")
    group.addoption("--stop-at-first-failure", action="store_true", help="ask no more of a file that lost points")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_failed] = set()
    if (file := config.getoption("--logbook")) is not None:
        Runner.record = _noting_script(Runner.record, file)  # type: ignore[method-assign]
        Runner.functions = _noting_functions(Runner.functions, file)  # type: ignore[method-assign]


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    if item.path in item.config.stash[_failed]:
        pytest.skip("another claim about the file has failed")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    if item.config.getoption("--stop-at-first-failure") and report.failed:
        item.config.stash[_failed].add(item.path)
    return report


def _noting_script(record: Callable[..., Recording], file: Path) -> Callable[..., Recording]:
    def noting(runner: Runner, script: Path, argv: Any = (), **more: Any) -> Recording:
        recording = record(runner, script, argv, **more)
        calls = [[each.function, each.submitted, each.started, each.ended, each.resolved] for each in recording.calls]
        _write(file, script, argv, recording, {"mode": "script", "calls": calls})
        return recording

    return noting


def _noting_functions(functions: Callable[..., Any], file: Path) -> Callable[..., Any]:
    @contextmanager
    def noting(runner: Runner, script: Path, argv: Any = (), **more: Any) -> Iterator[Functions]:
        calls: list[list[Any]] = []
        with functions(runner, script, argv, **more) as imported:
            call = imported.call

            def noting_call(function: str, *args: Any) -> Any:
                calls.append([function, list(args)])
                return call(function, *args)

            imported.call = noting_call
            yield imported
        _write(file, script, argv, imported.recording, {"mode": "functions", "calls": calls})

    return noting


def _write(file: Path, script: Path, argv: Any, recording: Recording, more: dict[str, Any]) -> None:
    ending = recording.ending
    entry = {
        "script": str(script),
        "argv": list(argv),
        "changed": recording.changed,
        "clock": recording.clock,
        "ending": [ending.how, ending.status],
        "elapsed": recording.elapsed,
        "jumps": recording.jumps,
        **more,
    }
    with file.open("a", encoding="utf-8") as log:
        log.write(json.dumps(entry) + "\n")
