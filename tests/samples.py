"""A small graded class in which everything occurs that a report must be able to say."""

from __future__ import annotations

from grader.claims import Bar, Picture
from grader.classroom.grades import UNGRADABLE, Grades, Kit, Submission
from grader.scorecard import FAILED, PASSED, UNCHECKED, Check, Exercise, Run

HOSTILE = (  # what a student can make a report say
    "<script>document.title = 'owned'</script>",
    '"><img src=x onerror="document.title = \'owned\'">',
    "</title></style></textarea><svg onload=\"document.title='owned'\">",
    "{{ 7 * 7 }} {% raw %}",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "](javascript:alert(1)) **x** `y` ``` | # <b>",
    "::error::owned\n::stop-commands::x",
    "]]> &amp; \x00\x1b[31m\x08 \u202eover\u202c \ud800",
    "a\r\nb\rc\u2028d",
)


def a_check(status: str = PASSED, worth: float = 4.0, **others: object) -> Check:
    """A claim with this verdict."""
    check = Check("test_adds", "slow_add returns x + y.", status, worth * (status == PASSED), worth)
    for name, value in others.items():
        setattr(check, name, value)
    return check


def a_failure(text: str = "both results after 1 s") -> Check:
    """A claim that failed, with all that can be said of it."""
    picture = Picture([Bar("worker 1", "slow_add(1, 6, 7)", 0.0, 1.0), Bar("worker 2", text, 1.0, 2.0)], 2.0)
    failure = a_check(FAILED, 9.0, expected=text, seen=text, hint=text, line=2, picture=picture)
    failure.id, failure.claim = "test_overlap", "Both calls sleep at the same time."
    return failure


def an_open_claim(reason: str) -> Check:
    """A claim that was not checked."""
    return a_check(UNCHECKED, id="test_resolved", claim="Both calls are resolved in time.", seen=reason)


def a_submission(name: str, *exercises: Exercise, **others: object) -> Submission:
    """A graded submission of these exercises."""
    submission = Submission(name.lower().replace(" ", "-"), name, f"1{len(name)}", exercises=list(exercises))
    submission.score = sum(each.score for each in exercises)
    submission.max_score = 17.0
    submission.seconds = 0.25
    for field, value in others.items():
        setattr(submission, field, value)
    return submission


def a_class(*submissions: Submission) -> Grades:
    """A class of these submissions."""
    return Grades(Kit("0.1.0", "3.11.7", "virtual", "bubblewrap"), 17.0, submissions, "Canvas download", [])


def everything() -> Grades:
    """A class with each state that a submission can be in."""
    run = Run("python future.py 1", "ended with exit status 0", a_failure().picture or Picture())
    full = a_submission("Ada Full", Exercise("future", "future.py", [a_check(worth=17.0)], runs=[run]))
    unjudged = an_open_claim("this machine is too busy")
    unjudged.unjudged = True
    some = a_submission(
        "Bob Some",
        Exercise("applyasync", "applyasync.py", [a_check(), a_failure(), unjudged], ["2 processes were left running"]),
        late=True,
        unjudged=4.0,
        notes=["Future.py was taken for future.py"],
    )
    stub = Exercise("future", "future.py", [a_check(UNCHECKED, 17.0, seen="not started")], not_started=True)
    lost = a_submission("李雷", status=UNGRADABLE, reason="no script was found: there are notes.docx")
    return a_class(full, some, a_submission("Zoë Stub", stub), lost)


def hostile() -> Grades:
    """A class whose every text was written by somebody with bad intentions."""
    submissions = []
    for place, text in enumerate(HOSTILE):
        checks = [a_check(claim=text), a_failure(text), an_open_claim(text)]
        exercise = Exercise(
            "future", text, checks, [text], runs=[Run(text, text, a_failure(text).picture or Picture())]
        )
        submissions.append(
            a_submission(
                text, exercise, id=f"student-{place}", key=text, notes=[text], remarks=[text], keys={"x": text}
            )
        )
    submissions.append(a_submission(HOSTILE[0], id="lost", status=UNGRADABLE, reason=HOSTILE[1]))
    return a_class(*submissions)
