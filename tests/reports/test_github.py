"""What GitHub shows: each surface is read whole, and hostile text is tried on each."""

from __future__ import annotations

import re

from grader.claims import Bar, Picture
from grader.reports.github import errors, fence, outputs, summary
from grader.scorecard import Check, Exercise, Scorecard

PASSED = Check("test_a", "The master prints its PID.", "passed", 1.0, 1.0)
SERIAL = Check(
    "test_b",
    "Both calls sleep at the same time.",
    "failed",
    0.0,
    9.0,
    "both results after 1 s",
    "the second was submitted at 1 s",
    "start both calls first",
    31,
    Picture([Bar("worker 1", "slow_add(1, 6, 7)", 0, 1), Bar("worker 2", "slow_add(1, 2, 3)", 1, 2)], 2.0),
)
OPEN = Check(
    "test_c", "Both results are printed.", "unchecked", 0.0, 4.0, seen="this machine is too busy", unjudged=True
)
HOSTILE = "%0A\r\n::error::all is well, 100%\n``````\n</details><script>alert(1)</script>\x1b[31m\u202e | :"


def card(*checks: Check, notes: list[str] | None = None, not_started: bool = False) -> Scorecard:
    return Scorecard([Exercise("applyasync", "exercises/applyasync.py", list(checks), notes or [], not_started)])


def hostile() -> Check:
    return Check("test_d", "A claim.", "failed", 0.0, 5.0, HOSTILE, HOSTILE, HOSTILE, 7)


def test_the_summary_is_score_claims_first_failure_and_folded_hint() -> None:
    """The summary of a job, word by word."""
    later = Check("test_e", "Later.", "failed", 0.0, 1.0, "something", "nothing", "a hint that is not shown")
    assert summary(card(PASSED, SERIAL, later, OPEN, notes=["2 processes were still running"])) == (
        "# 1 / 15 points, 4 not checked\n"
        "\n"
        "## applyasync: 1 / 15\n"
        "\n"
        "| claim | verdict | points |\n"
        "|:--|:--|--:|\n"
        "| The master prints its PID. | passed | 1 / 1 |\n"
        "| Both calls sleep at the same time. | **failed** | 0 / 9 |\n"
        "| Later. | **failed** | 0 / 1 |\n"
        "| Both results are printed. | not checked | 0 / 4 |\n"
        "\n"
        "First failure: **Both calls sleep at the same time.**\n"
        "\n"
        "```text\n"
        "expected  both results after 1 s\n"
        "seen      the second was submitted at 1 s\n"
        "          worker 1  slow_add(1, 6, 7)  |##########          |\n"
        "          worker 2  slow_add(1, 2, 3)  |          ##########|\n"
        "                                       0                  2 s\n"
        "```\n"
        "\n"
        "<details><summary>Hint</summary>\n"
        "\n"
        "```text\n"
        "start both calls first\n"
        "```\n"
        "\n"
        "</details>\n"
        "\n"
        "```text\n"
        "2 processes were still running\n"
        "```\n"
    )


def test_an_exercise_that_was_not_started_is_one_line() -> None:
    """A stub is said to be one, and its claims are neither listed nor annotated."""
    scorecard = card(SERIAL, not_started=True)
    assert summary(scorecard) == "# 0 / 9 points\n\n## applyasync: 0 / 9, not started\n"
    assert errors(scorecard) == []


def test_remarks_on_the_grading_come_first() -> None:
    """What is to be said of the grading itself stands above the exercises."""
    assert summary(Scorecard([], remarks=["no /proc"])) == "# 0 / 0 points\n\n```text\nno /proc\n```\n"


def test_student_text_stays_in_its_block() -> None:
    """Backticks, tags, colours and right-to-left marks in a message change nothing outside its block."""
    outside = re.sub(r"(?ms)^(`{3,})text\n.*?^\1$", "", summary(card(hostile())))
    assert "script" not in outside
    assert outside.count("<details>") == outside.count("</details>") == 1


def test_a_summary_is_never_larger_than_github_keeps() -> None:
    """Long messages are cut and it is said; where even that is too much, the claims alone are written."""
    long = Check("test_d", "A claim.", "failed", 0.0, 5.0, "\N{GRINNING FACE}" * 400_000, "x", "y")
    text = summary(card(long))
    assert "characters more are left out here" in text
    assert len(text.encode()) <= 1 << 20
    many = Scorecard([Exercise(f"e{number}", "e.py", [long]) for number in range(30)])
    assert len(summary(many).encode()) <= 1 << 20
    assert "## e29: 0 / 5" in summary(many)


def test_an_annotation_points_at_the_line() -> None:
    """A failed claim becomes one error at file and line; the title is the claim, the text the message."""
    assert errors(card(PASSED, SERIAL)) == [
        "::error file=exercises/applyasync.py,line=31,title=Both calls sleep at the same time.::"
        "expected  both results after 1 s%0A"
        "seen      the second was submitted at 1 s%0A"
        "          worker 1  slow_add(1, 6, 7)  |##########          |%0A"
        "          worker 2  slow_add(1, 2, 3)  |          ##########|%0A"
        "                                       0                  2 s%0A"
        "hint      start both calls first"
    ]


def test_an_annotation_without_a_line_points_at_the_file() -> None:
    """Where no line is known the error names the file."""
    check = Check("test_d", "A claim: this, that.", "failed", 0.0, 5.0, "1", "2", "3")
    assert errors(card(check))[0].startswith("::error file=exercises/applyasync.py,title=A claim%3A this%2C that.::")


def test_hostile_text_cannot_leave_its_annotation() -> None:
    """An annotation is one line, and each percent sign in its text is data."""
    (line,) = errors(card(hostile()))
    assert len(line.splitlines()) == 1
    assert "%250A" in line
    assert line.count("::error ") == 1


def test_ten_annotations_at_most_and_none_of_them_endless() -> None:
    """GitHub keeps ten of a step, so no more are written; a long message is cut."""
    long = Check("test_d", "A claim.", "failed", 0.0, 5.0, "x" * 100_000, "y", "z")
    lines = errors(card(*[long] * 12))
    assert len(lines) == 10
    assert max(map(len, lines)) < 5000


def test_outputs_and_fence() -> None:
    """Score and maximum are outputs of the step; the log is fenced by a token."""
    assert outputs(card(PASSED, SERIAL)) == "score=1\nmax_score=10\n"
    assert fence("abc") == ("::stop-commands::abc", "::abc::")


def test_what_the_fork_changed_is_named() -> None:
    """Changes of the grader are listed as code, under a sentence that says what they did: nothing."""
    changes = ["changed  grader/claims.py", "added    grader/```\n::error::.py", "added    grader/\udcff.py"]
    assert summary(Scorecard(), changes) == (
        "# 0 / 0 points\n"
        "\n"
        "## The grader in this fork differs\n"
        "\n"
        "It was not used, so the points above are not changed by it: only the scripts in exercises/ are the fork's.\n"
        "\n"
        "````text\n"
        "changed  grader/claims.py\n"
        "added    grader/```\n"
        "::error::.py\n"
        "added    grader/\\udcff.py\n"
        "````\n"
    )
