"""How far a grading has come: a line every few seconds, or a bar on a terminal."""

from __future__ import annotations

import io

import pytest
from rich.console import Console

from grader.classroom import progress
from grader.classroom.progress import Plain, watching


def test_a_line_comes_every_few_seconds_and_at_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    """A plain line has count, rate, time left and the last name; what was known already counts in no rate."""
    times = iter([0.0, 1.0, 6.0, 7.0, 12.0])
    plain = Plain(4, lambda: next(times))
    plain.done("known", anew=False)
    plain.done("Doe, Jane", anew=True)
    plain.done("李雷", anew=True)
    plain.done("evil\x1b[2J", anew=True)
    assert capsys.readouterr().err == (
        "2 of 4, 0.2 a second, 12 s left  Doe, Jane\n4 of 4, 0.2 a second, 0 s left  evil\\x1b[2J\n"
    )


def test_a_terminal_gets_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    """On a terminal a bar shows the count and the last name; a name is no markup."""
    screen = io.StringIO()
    monkeypatch.setattr(
        progress, "Console", lambda **options: Console(file=screen, force_terminal=True, width=100, color_system=None)
    )
    with watching(1, quiet=False) as watch:
        watch.done("[bold]Jane", anew=True)
    assert "1/1" in screen.getvalue()
    assert "[bold]Jane" in screen.getvalue()


def test_quiet_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    """--quiet leaves progress out."""
    with watching(1, quiet=True) as watch:
        watch.done("Jane", anew=True)
    assert capsys.readouterr() == ("", "")
