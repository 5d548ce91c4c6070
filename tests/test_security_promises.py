"""The README's promises on running code of strangers, and its table of limits, are what the kit has."""

from __future__ import annotations

import re
from pathlib import Path

from grader.recording.limits import Limits

ROOT = Path(__file__).parents[1]
SECTION = (ROOT / "README.md").read_text("utf-8").partition("## Running code of strangers\n")[2].partition("\n## ")[0]


def test_every_promise_names_a_test_that_exists() -> None:
    """A file of tests or of hostile submissions, or a test by its name."""
    promises = re.findall(r"^- .+(?:\n  .+)*", SECTION, re.MULTILINE)
    assert len(promises) >= 10
    tests = "".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    for promise in promises:
        files = re.findall(r"`(tests/[\w/]+\.(?:py|toml))`", promise)
        names = re.findall(r"`(test_\w+)`", promise)
        assert files or names, f"{promise}: no test holds it"
        assert [file for file in files if not (ROOT / file).is_file()] == []
        assert [name for name in names if f"def {name}(" not in tests] == []


def test_the_table_of_limits_is_the_limits() -> None:
    """Each limit, and its default."""
    rows = re.findall(r"^\| (`.+?) \| (\d[\d, ]*) \|", SECTION, re.MULTILINE)
    listed = {
        name: float(default)
        for names, defaults in rows
        for name, default in zip(re.findall(r"`(\w+)`", names), defaults.split(","), strict=True)
    }
    assert listed == vars(Limits())
