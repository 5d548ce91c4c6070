"""What the kit's tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["pytester"]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-goldens", action="store_true", help="write what is seen now as what is expected")
    parser.addoption("--slow", action="store_true", help="run the slow cases of the corpus too")


class Golden:
    """Compares a text with a file that holds what it must be."""

    def __init__(self, update: bool) -> None:
        self._update = update

    def check(self, file: Path, text: str) -> None:
        if self._update:
            file.write_text(text, "utf-8")
        assert file.exists(), f"{file} is missing: run pytest with --update-goldens, and read what it writes"
        assert text == file.read_text("utf-8")


@pytest.fixture(scope="session")
def slow(request: pytest.FixtureRequest) -> bool:
    """Whether the slow cases are run too."""
    return bool(request.config.getoption("--slow"))


@pytest.fixture(scope="session")
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare with golden files, or write them anew with --update-goldens."""
    return Golden(request.config.getoption("--update-goldens"))
