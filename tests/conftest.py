"""What the kit's tests share, and which of them a bare `pytest` leaves out."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
# What the tests import of the extra dev; a package that one test alone needs is left to that test.
_EXTRA = ("jsonschema", "junitparser", "markdown_it", "psutil", "rich", "selenium", "typer", "yaml")
pytest_plugins = ["pytester"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write what is seen now as what is expected")
    parser.addoption("--slow", action="store_true", help="run the slow cases of the corpus too")


def pytest_configure(config: pytest.Config) -> None:
    missing = [name for name in _EXTRA if importlib.util.find_spec(name) is None]
    if missing and any(_is_all_tests(config, argument) for argument in config.args):
        raise pytest.UsageError(
            f"the kit's own tests need the extra dev ({missing[0]} is missing): .venv/bin/pip install -e '.[dev]'; "
            "exercises are graded with: pytest exercises"
        )
    config.addinivalue_line("markers", "full: long, or one of many that are alike: a bare `pytest` leaves it out")


def _is_all_tests(config: pytest.Config, argument: str) -> bool:
    """Tell whether an argument names all tests of the kit; some of them, and submissions, need no extra."""
    path = Path(config.invocation_params.dir, argument).resolve()
    return path == HERE or path in HERE.parents


def _is_bare(config: pytest.Config) -> bool:
    """Tell whether nothing was named on the command line."""
    is_somewhere = config.args_source is not pytest.Config.ArgsSource.TESTPATHS
    return not (is_somewhere or config.option.keyword or config.option.markexpr)


def pytest_report_header(config: pytest.Config) -> str | None:
    return "a part of the tests, in three minutes: `pytest tests` runs them all" if _is_bare(config) else None


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if _is_bare(config):
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("full")])
        items[:] = [item for item in items if not item.get_closest_marker("full")]


def sample_of(cases: Sequence[Any], every: int) -> list[Any]:
    """Return the cases as parameters, of which a bare `pytest` runs every n-th."""
    return [
        pytest.param(case, id=getattr(case, "id", case), marks=[pytest.mark.full] if number % every else [])
        for number, case in enumerate(cases)
    ]


class Golden:
    """Compares a report with the file that holds the one that was read, word for word."""

    def __init__(self, update: bool) -> None:
        self._update = update

    def check(self, file: Path, text: str, *, varies: bool = False) -> None:
        """Where it varies which of several true things is told, only the verdicts are compared."""
        if self._update:
            file.write_text(text, "utf-8")
        assert file.exists(), f"{file} is missing: run pytest with --update-goldens, and read what it writes"
        expected = file.read_text("utf-8")
        if varies:
            assert _verdicts(text) == _verdicts(expected)
        else:
            assert text == expected


def _verdicts(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith(("passed ", "failed ", "unchecked "))]


@pytest.fixture(scope="session")
def slow(request: pytest.FixtureRequest) -> bool:
    """Whether the slow cases are run too."""
    return bool(request.config.getoption("--slow"))


@pytest.fixture(scope="session")
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare with golden files, or write them anew with --update-goldens."""
    return Golden(request.config.getoption("--update-goldens"))
