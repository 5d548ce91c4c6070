"""What the kit's tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write what is seen now as what is expected")
    parser.addoption("--messages", action="store_true", help="compare the messages of the corpus too, word by word")
    parser.addoption("--slow", action="store_true", help="run the slow cases of the corpus too")


class Golden:
    """Compares a report with the file that holds the one that was read.

    The verdicts are the same in every run. The words of a few messages are not: which worker's line a dying pool
    still let through, say. So words are compared where that is asked for, after a change of the messages.
    """

    def __init__(self, update: bool, messages: bool) -> None:
        self._update = update
        self._messages = messages

    def check(self, file: Path, text: str) -> None:
        if self._update:
            file.write_text(text, "utf-8")
        assert file.exists(), f"{file} is missing: run pytest with --update-goldens, and read what it writes"
        expected = file.read_text("utf-8")
        if self._messages:
            assert text == expected
        else:
            assert _verdicts(text) == _verdicts(expected)


def _verdicts(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.startswith(("passed ", "failed ", "unchecked "))]


@pytest.fixture(scope="session")
def slow(request: pytest.FixtureRequest) -> bool:
    """Whether the slow cases are run too."""
    return bool(request.config.getoption("--slow"))


@pytest.fixture(scope="session")
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare with golden files, or write them anew with --update-goldens."""
    return Golden(request.config.getoption("--update-goldens"), request.config.getoption("--messages"))
