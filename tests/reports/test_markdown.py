"""feedback.md, as a reader of Markdown sees it."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from samples import HOSTILE, a_class, everything, hostile

from grader.reports.markdown import feedback, inline

PARSER = MarkdownIt("commonmark").enable("table")
OURS = {"text", "strong_open", "strong_close", "softbreak", "text_special"}  # what may be within a line


def tokens(text: str) -> list[Token]:
    """Read Markdown, and return all of its parts."""
    return [token for block in PARSER.parse(text) for token in (block, *(block.children or []))]


def test_feedback_says_score_claims_and_what_to_mend() -> None:
    """The page of a student, whole."""
    assert feedback(everything().submissions[1]) == (
        "# Bob Some\n\n"
        "**4 of 17 points**, 4 not checked\n\n"
        "## applyasync: 4 of 17\n\n"
        "| verdict | points | claim |\n|:--|--:|:--|\n"
        "| passed | 4 / 4 | slow\\_add returns x + y. |\n"
        "| **failed** | 0 / 9 | Both calls sleep at the same time. |\n"
        "| not checked | 0 / 4 | Both calls are resolved in time. (this machine is too busy) |\n\n"
        "### Both calls sleep at the same time.\n\n"
        "```text\n"
        "expected  both results after 1 s\n"
        "seen      both results after 1 s\n"
        "          worker 1  slow_add(1, 6, 7)       |##########          |\n"
        "          worker 2  both results after 1 s  |          ##########|\n"
        "                                            0                  2 s\n"
        "hint      both results after 1 s\n"
        "```\n\n"
        "- 2 processes were left running\n\n"
        "## Notes\n\n"
        "- Future.py was taken for future.py\n"
    )


def test_feedback_draws_who_worked_when() -> None:
    """The runs of a script are drawn in one block, as on a terminal."""
    page = feedback(everything().submissions[0])
    block = page[page.index("### Who worked when") :]
    assert block.splitlines()[2:5] == [
        "```text",
        "python future.py 1",
        "  worker 1  slow_add(1, 6, 7)       |" + "#" * 20 + " " * 20 + "|",
    ]
    assert block.endswith("  2 s of work were over after 2 s: 1 call at a time on average\n```\n")


def test_feedback_of_what_was_not_graded_says_why() -> None:
    """Who handed nothing gradable in reads the reason, and of a stub no claims are listed."""
    _, _, stub, lost = everything().submissions
    assert feedback(lost) == "# 李雷\n\nNot graded: no script was found: there are notes.docx\n"
    assert feedback(stub) == "# Zoë Stub\n\n**0 of 17 points**\n\n## future: 0 of 17, not started\n"


@pytest.mark.parametrize(
    "text", [*HOSTILE, "1. x", "- x", "+ x", "# x", "> x", "1) x", "---", "===", "www.x.org", "&lt;"]
)
def test_student_text_within_a_line_is_text(text: str) -> None:
    """No text becomes markup, and it reads as it was written."""
    for line in (f"- {inline(text)}", f"# {inline(text)}"):
        found = [token for token in tokens(line) if token.type == "inline"]
        assert len(found) == 1
        assert {token.type for token in found[0].children or []} <= OURS
    assert "".join(each.content for each in found[0].children or []).replace("\u200b", "").startswith(text[:2].strip())


def test_student_text_mentions_nobody() -> None:
    """An @ at the beginning of a word calls no account, and an address stays one."""
    assert inline("@octocat jane@uni.edu") == "@\u200boctocat jane@uni.edu"


@pytest.mark.parametrize("submission", hostile().submissions, ids=lambda each: each.id)
def test_no_text_breaks_out_of_the_page(submission: object) -> None:
    """Whatever is written where: there are no links, pictures or tags, and blocks end where ours do."""
    page = feedback(a_class(submission).submissions[0])  # type: ignore[arg-type]
    found = tokens(page)
    kinds = {token.type for token in found}
    assert not kinds & {"html_block", "html_inline", "image", "link_open", "em_open", "code_inline"}
    assert len([token for token in found if token.type == "fence"]) == page.count("\n### ")
    assert not set(page) & set("\0\x08\x1b\u202e\ud800")
