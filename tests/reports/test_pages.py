"""The pages in a real browser: what is found on them, how they sort and filter, and that nothing gets out or in."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import CHROMIUM, DRIVER, MISSING, Browser, browser
from samples import HOSTILE, a_check, a_class, a_failure, a_submission, an_open_claim, everything, hostile

from grader.classroom.grades import UNGRADABLE, Grades, folder_of, script_of
from grader.reports import html
from grader.scorecard import FAILED, Exercise

pytestmark = pytest.mark.skipif(CHROMIUM is None or DRIVER is None, reason=MISSING)

SCRIPT = b'import os\nprint("<b>&amp;</b>")\n\n# a\tb\n'
BOB = "students/bob-some/feedback.html"


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A browser for all tests of this module."""
    with browser(tmp_path_factory.mktemp("profile")) as started:
        yield started


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a class with every state that there is."""
    return write(everything(), tmp_path_factory.mktemp("report"))


def write(grades: Grades, report: Path) -> Path:
    """Write the pages of a class, whose scripts are all the same."""
    for submission in grades.submissions:
        folder_of(report, submission).mkdir(parents=True)
        for exercise in submission.exercises:
            script = script_of(report, submission, exercise.name)
            script.parent.mkdir(exist_ok=True)
            script.write_bytes(SCRIPT)
    html.write(grades, report)
    return report


def names(chromium: Browser) -> list[str]:
    """Return the students in the table, from top to bottom."""
    return chromium.texts("#table tbody th a")


# what is on the pages -----------------------------------------------------------------------------------------------


def test_who_needs_help_is_at_the_top(chromium: Browser, report: Path) -> None:
    """Without a click or a scroll it is seen who needs help, and why."""
    chromium.open(report / "index.html")
    assert chromium.texts(".need li") == [
        "Zoë Stub not started",
        "李雷 not gradable no script was found: there are notes.docx",
        "Bob Some 4 applyasync: Both calls sleep at the same time. future not started, applyasync 4",
    ]
    last = chromium.all(".need li")[-1]
    assert last.location["y"] + last.size["height"] < 900


def test_every_claim_is_counted_with_its_commonest_cause(chromium: Browser, report: Path) -> None:
    """A claim says how many failed it, and what most of them were told."""
    chromium.open(report / "index.html")
    assert chromium.texts(".missed") == [
        "Both calls sleep at the same time. applyasync, 9 points 1 of 1 failed Show them Why both results after 1 s"
    ]


@pytest.mark.parametrize(
    ("hints", "said"),
    [
        (["one", "one"], "All of them one"),
        (["one", "two"], "Each for another reason, one one"),
        (["line 3: one", "two", "line 7: one"], "Most often (2) one"),
        (["line 3 never runs", "line 7 never runs"], "All of them a line never runs"),
    ],
)
def test_how_common_a_cause_is_is_said(chromium: Browser, tmp_path: Path, hints: list[str], said: str) -> None:
    """A cause that only one of several was told is not called common; in which line it is says nothing of others."""
    class_ = []
    for place, hint in enumerate(hints):
        failure = a_check(FAILED, expected="a", seen=hint, hint=hint)
        class_.append(a_submission(f"Student {place}", Exercise("future", "f.py", [failure])))
    (tmp_path / "index.html").write_text("".join(html.class_page(a_class(*class_))), "utf-8")
    chromium.open(tmp_path / "index.html")
    assert chromium.texts(".missed .cause") == [said]


def test_scores_are_drawn(chromium: Browser, report: Path) -> None:
    """The distribution has a bar a tenth, says its counts, and reads itself out."""
    chromium.open(report / "index.html")
    assert chromium.texts(".distribution .count") == ["1", "1", "1"]
    drawing = chromium.all(".distribution")[0]
    assert drawing.get_attribute("aria-label") == "Students by score in percent: 0 to 9: 1; 20 to 29: 1; 100: 1"
    heights = chromium.run(
        "return [...document.querySelectorAll('.distribution rect')].map(e => e.height.baseVal.value)"
    )
    assert heights == [100, 1, 100, 1, 1, 1, 1, 1, 1, 1, 100]


def test_a_student_reads_expected_seen_and_hint(chromium: Browser, report: Path) -> None:
    """A failed claim is told in full, one that was not checked with its reason, and the score says what it lacks."""
    chromium.open(report / BOB)
    assert chromium.texts("h1, .total, .head .flag") == ["Bob Some", "4 of 17, 4 not checked", "handed in late"]
    assert chromium.texts(".claim .line") == [
        "✓ Passed slow_add returns x + y. 4 of 4",
        "✗ Failed Both calls sleep at the same time. 0 of 9",
        "\N{EN DASH} Not checked Both calls are resolved in time. 0 of 4",
    ]
    assert chromium.texts(".claim dt") == ["Expected", "Seen", "Hint"]
    assert chromium.texts(".claim .reason") == ["this machine is too busy no fault of yours"]
    assert chromium.texts(".marginal li, .notes li") == [
        "Future.py was taken for future.py",
        "2 processes were left running",
    ]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (
            {"status": UNGRADABLE, "reason": "a worker was lost", "grader_failed": True, "exercises": []},
            [
                "Not graded yet",
                "a worker was lost",
                "The trouble is the grader's, not yours: your instructor will grade it again.",
            ],
        ),
        (
            {
                "exercises": [Exercise("future", "future.py", [an_open_claim("too busy")])],
                "score": 13.0,
                "unjudged": 4.0,
            },
            [
                "Not everything was checked",
                "4 points could not be judged, for no fault of yours. Below each such claim you read why.",
            ],
        ),
        (
            {"exercises": [Exercise("future", "future.py", [a_check(worth=17.0)])], "score": 17.0},
            ["All claims hold", "Your calls run in parallel, and no error is lost. Well done!"],
        ),
        (
            {
                "exercises": [
                    Exercise("applyasync", "applyasync.py", [a_failure()]),
                    Exercise("future", "future.py", [a_check(), a_check(FAILED, hint="return it")]),
                ],
                "group": ["ada", "bob"],
            },
            [
                "Start here",
                "In applyasync.py, make this true: Both calls sleep at the same time.",
                "Hint: both results after 1 s",
                "Then in future.py: slow_add returns x + y.",
            ],
        ),
    ],
    ids=["the grader failed", "not checked", "full marks", "a failure"],
)
def test_a_student_reads_first_what_comes_next(
    chromium: Browser, tmp_path: Path, changed: dict[str, object], said: list[str]
) -> None:
    """Above all claims a student reads the one thing to do, or that there is nothing left to do."""
    submission = a_submission("Ada", **changed)
    (tmp_path / "page.html").write_text(html.student_page(submission, a_class().kit, {}), "utf-8")
    chromium.open(tmp_path / "page.html")
    assert chromium.texts(".callout h2, .callout p") == said
    group = ["a group of 3: the same grade for each of you"] if submission.group else []
    assert chromium.texts(".flag") == group


def test_who_was_not_graded_reads_why(chromium: Browser, report: Path) -> None:
    """The page of a submission that could not be graded says why, and no score."""
    chromium.open(report / "students/李雷/feedback.html")
    assert chromium.texts("#trouble, .trouble p")[:2] == [
        "This could not be graded",
        "no script was found: there are notes.docx",
    ]
    assert chromium.all(".total") == []


def test_what_was_not_started_is_one_line(chromium: Browser, report: Path) -> None:
    """A stub is said to be one, with the first step, and its claims wait folded up."""
    chromium.open(report / "students/zoë-stub/feedback.html")
    assert chromium.texts("section .quiet") == [
        "Not started: the file is the stub still. Open future.py and fill the first gap, marked TODO."
    ]
    assert chromium.all(".claim") == []


def test_a_timeline_shows_who_worked_when(chromium: Browser, report: Path) -> None:
    """Bars begin and end where the calls did, one lane a worker, and a list says the same in words."""
    chromium.open(report / "students/ada-full/feedback.html")
    assert chromium.texts(".runs figcaption") == ["python future.py 1 ended with exit status 0"]
    axis = chromium.all(".runs .axis")[0].rect
    one, two = (each.rect for each in chromium.all(".runs .call"))
    assert round(two["x"] - axis["x"]) == round(axis["width"] / 2)
    assert two["y"] - one["y"] == 30
    assert chromium.texts(".runs .calls li") == [
        "slow_add(1, 6, 7) worker 1, 0-1 s",
        "both results after 1 s worker 2, 1-2 s",
    ]


def test_a_claim_leads_to_the_line_of_the_script(chromium: Browser, report: Path) -> None:
    """The link of a failed claim goes to the line that it speaks of, which is shown as it was written."""
    chromium.open(report / BOB)
    assert chromium.texts(".source .row")[:2] == ["import os", 'print("<b>&amp;</b>")']
    chromium.click(".claim dd a")
    assert chromium.texts(".row:target") == ['print("<b>&amp;</b>")']
    assert chromium.run("return document.querySelectorAll('.row').length") == 4


# sorting and filtering ----------------------------------------------------------------------------------------------


def test_the_table_sorts_by_name_and_by_score(chromium: Browser, report: Path) -> None:
    """A heading sorts upwards, then downwards, and says so to those who do not see it."""
    chromium.open(report / "index.html")
    chromium.click("th:nth-child(2) .sort")
    assert names(chromium) == ["李雷", "Zoë Stub", "Bob Some", "Ada Full"]
    chromium.click("th:nth-child(2) .sort")
    assert names(chromium) == ["Ada Full", "Bob Some", "Zoë Stub", "李雷"]
    assert chromium.run("return document.querySelector('th:nth-child(2)').ariaSort") == "descending"
    chromium.click("th:nth-child(1) .sort")
    assert names(chromium)[:3] == ["Ada Full", "Bob Some", "Zoë Stub"]
    assert chromium.run("return document.querySelector('th:nth-child(2)').ariaSort") is None


def test_the_table_filters_by_words_states_and_claims(chromium: Browser, report: Path) -> None:
    """Typing, choosing and "Show them" leave fewer students, and the count is said."""
    chromium.open(report / "index.html")
    assert chromium.texts("#shown") == ["4 students"]
    (find,) = chromium.all("#find")
    find.send_keys("STUB zo")
    assert names(chromium) == ["Zoë Stub"]
    assert chromium.texts("#shown") == ["1 of 4 students"]
    find.clear()
    for choice, expected in {
        "help": ["Bob Some", "Zoë Stub", "李雷"],
        "ungradable": ["李雷"],
        "stub": ["Zoë Stub"],
        "unjudged": ["Bob Some"],
        "late": ["Bob Some"],
        "full": ["Ada Full"],
        "": ["Ada Full", "Bob Some", "Zoë Stub", "李雷"],
    }.items():
        chromium.click(f"#which option[value='{choice}']")
        assert names(chromium) == expected
    chromium.click(".missed .show")
    assert names(chromium) == ["Bob Some"]
    chromium.click("#claim")
    assert len(names(chromium)) == 4
    assert chromium.all("#claim") == []


def test_the_table_is_used_with_the_keyboard_alone(chromium: Browser, report: Path) -> None:
    """Tab reaches find, filter, headings and links in this order, and Enter sorts."""
    chromium.open(report / "index.html")
    chromium.run("document.getElementById('find').focus()")
    reached = []
    for _ in range(5):
        chromium.driver.switch_to.active_element.send_keys("\ue004")
        reached.append(chromium.run("return document.activeElement.id || document.activeElement.innerText"))
    assert [text.split()[0] for text in reached] == ["which", "Student", "Score", "future", "applyasync"]
    chromium.driver.switch_to.active_element.send_keys("\ue007")
    assert names(chromium)[-1] == "Bob Some"


def test_every_link_leads_to_the_student(chromium: Browser, report: Path) -> None:
    """Each name in table and list leads to a page of this name, in every alphabet."""
    chromium.open(report / "index.html")
    links = [(each.text, each.get_attribute("href")) for each in chromium.all("#table a, .need a")]
    assert len(links) == 7
    for name, address in links:
        chromium.driver.get(address)
        assert chromium.texts("h1") == [name]


def test_without_scripts_the_page_says_all(chromium: Browser, report: Path, tmp_path: Path) -> None:
    """Where scripts are off there are all students, and no controls that would do nothing."""
    page = (report / "index.html").read_text("utf-8")
    (tmp_path / "index.html").write_text(re.sub("(?s)<script>.*</script>", "", page), "utf-8")
    chromium.open(tmp_path / "index.html")
    assert len(names(chromium)) == 4
    assert chromium.all("button, input, select") == []


# what must never be -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["index.html", BOB, "students/李雷/feedback.html", "students/zoë-stub/feedback.html"])
def test_pages_ask_for_nothing_and_complain_of_nothing(chromium: Browser, report: Path, page: str) -> None:
    """A page asks for itself alone, its console stays empty, and it is one file below 100 KB."""
    chromium.open(report / page)
    requests = [address for address in chromium.requests() if not address.startswith("data:")]
    assert requests == [(report / page).as_uri()]
    assert chromium.messages() == []
    assert (report / page).stat().st_size < 100_000


@pytest.mark.parametrize(("width", "colours"), [(360, "dark"), (1280, "light")])
def test_pages_are_accessible_and_never_wider_than_the_window(
    chromium: Browser, report: Path, width: int, colours: str
) -> None:
    """axe-core finds nothing, contrast included, in both colours and widths; nothing has to be scrolled sideways."""
    for page in ("index.html", BOB, "students/李雷/feedback.html"):
        chromium.open(report / page, width=width, colours=colours)
        assert chromium.violations() == []
        assert chromium.run("return document.documentElement.scrollWidth") <= width


def test_a_page_can_be_printed(chromium: Browser, report: Path) -> None:
    """On paper there are no controls, and the colours are those for white, whatever the screen's are."""
    colours = "return ['good', 'bar'].map(name => getComputedStyle(document.body).getPropertyValue(`--${name}`))"
    chromium.open(report / "index.html", colours="light")
    light = chromium.run(colours)
    chromium.open(report / "index.html", colours="dark")
    assert chromium.run(colours) != light
    chromium.print_it()
    assert chromium.run(colours) == light
    assert chromium.all("button.show, .controls") == []
    assert len(names(chromium)) == 4


def test_student_text_stays_text(chromium: Browser, tmp_path: Path) -> None:
    """Names, notes, messages and file names that hold markup are shown as they are, and run nothing."""
    report = write(hostile(), tmp_path)
    for page in ("index.html", *(f"students/student-{place}/feedback.html" for place in range(len(HOSTILE)))):
        chromium.open(report / page)
        assert chromium.messages() == []
        assert "owned" not in chromium.driver.title or chromium.driver.title.startswith(("<", '"', "::"))
        assert chromium.all("img, iframe, object, b, [onerror], [onload]") == []
        assert chromium.run("return document.scripts.length") == (1 if page == "index.html" else 0)
    chromium.open(report / "students/student-0/feedback.html")
    assert chromium.texts("h1") == [HOSTILE[0]]
    chromium.open(report / "students/student-8/feedback.html")
    assert chromium.texts("h1") == ["]]> &amp; \\x00\\x1b[31m\\x08 \\u202eover\\u202c \\ud800"]


def test_what_is_not_ours_would_not_run(chromium: Browser, report: Path, tmp_path: Path) -> None:
    """Even markup that got into a page could run nothing: the page's policy lets no other script."""
    page = (report / BOB).read_text("utf-8")
    assert "</main>" in page
    (tmp_path / "bad.html").write_text(page.replace("</main>", f"{HOSTILE[0]}{HOSTILE[1][2:]}</main>"), "utf-8")
    chromium.open(tmp_path / "bad.html")
    assert chromium.driver.title != "owned"
    assert any("Content Security Policy" in message for message in chromium.messages())


@pytest.mark.full
def test_a_class_of_a_thousand_is_sorted_and_filtered(chromium: Browser, tmp_path: Path) -> None:
    """A thousand students are one page that still answers."""
    class_ = [a_submission(f"Student {place}", Exercise("future", "f.py", [a_failure()])) for place in range(1000)]
    page = tmp_path / "index.html"
    page.write_text("".join(html.class_page(a_class(*class_))), "utf-8")
    chromium.open(page)
    chromium.click("th:nth-child(1) .sort")
    chromium.click("th:nth-child(1) .sort")
    assert chromium.run("return document.querySelector('#table tbody th a').textContent") == "Student 999"
    chromium.all("#find")[0].send_keys("999")
    assert names(chromium) == ["Student 999"]
    assert os.path.getsize(page) < 1_000_000
