"""Known patterns of mistakes: each names its mistake where it is made, and keeps silent elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from grader.checks.patterns import hint_for
from grader.claims import Unmet
from grader.recording.recording import Call, Ending, Error, Question, Recording, Sleep
from grader.recording.runner import Runner
from grader.recording.script import Script

GUARD = 'if __name__ == "__main__":'
START = "pool.apply_async(slow_add, [1, 6, 7])"
OTHERWISE = "the hint of the check"
SUBJECTS = ("import", "start", "end", "own", "late", "polling", "printed", "returned", "success")


def call(how: str = "apply_async", function: str = "slow_add", args: Any = (1, 6, 7), **more: Any) -> Call:
    return Call(1, 0, 0, how, function, list(args), submitted=0.0, **more)


def run(*calls: Call, status: int = 0, **more: Any) -> Recording:
    return Recording(
        "applyasync.py", [], "virtual", "fork", Ending("exited", status), master=1, calls=list(calls), **more
    )


def hint(source: str, about: str, recording: Recording | None = None, *, tmp_path: Path, **unmet: Any) -> str:
    """Return the hint for a script, a recording and what a message is about."""
    file = tmp_path / "applyasync.py"
    file.write_text(source, "utf-8")
    script = Script(file, Runner())
    script.used = [recording] if recording else []
    fields = {"expected": START, "seen": "something", **unmet}
    return hint_for(Unmet(fields.pop("expected"), fields.pop("seen"), OTHERWISE, about=about, **fields), script)


WITH = "with Pool(2) as pool:\n    one = pool.apply_async(slow_add, [1, 6, 7])\n"
ADD = "def slow_add(nsecs, x, y):\n    return x + y\n"
MAIN = "def main():\n    pool = Pool()\n"

# name: source, what the message is about, recording, the hint, fields of the message
CASES: dict[str, tuple[str, str, Recording | None, str, dict[str, Any]]] = {
    "guard-the-wrong-way-round": (
        'import os\nif __name__ != "__main__":\n    pass\n',
        "import",
        None,
        f"line 2: this condition holds when the file is imported; write {GUARD}",
        {},
    ),
    "argument-read-at-import": (
        "import sys\nn = sys.argv[1]\n",
        "import",
        None,
        f"line 2 runs at each import, when there is no argument: put it under {GUARD}",
        {"cause": Error("IndexError", [], "list index out of range", 2)},
    ),
    "with-block-without-a-guard": (
        f"import os\n{WITH}",
        "import",
        None,
        f"line 2 runs at each import: put the main part under {GUARD}",
        {},
    ),
    "main-called-without-a-guard": (
        f"{MAIN}main()\n",
        "import",
        None,
        f"line 3 runs at each import: put it under {GUARD}",
        {},
    ),
    "guard-that-never-holds": (
        'if __name__ == "main":\n    pass\n',
        "start",
        run(),
        f"line 1: this condition never holds, so nothing below it runs; write {GUARD}",
        {},
    ),
    "main-never-called": (
        MAIN,
        "start",
        run(),
        f"nothing calls main, so it never runs: write main() under {GUARD}",
        {},
    ),
    "main-without-parentheses": (
        f"{MAIN}{GUARD}\n    main\n",
        "start",
        run(),
        "line 4: the parentheses are missing that call it: main()",
        {},
    ),
    "called-instead-of-passed": (
        f"{ADD}one = pool.apply_async(slow_add(1, 6, 7))\n",
        "start",
        run(call(function="13", args=())),
        "line 3 calls slow_add here and now, in the master: pass the function and its arguments, "
        "pool.apply_async(slow_add, [1, 6, 7])",
        {},
    ),
    "called-in-the-master": (
        f"{ADD}print(slow_add(1, 6, 7))\n",
        "start",
        run(),
        "line 3 calls slow_add in the master: give the pool the function, and its list [1, 6, 7]",
        {},
    ),
    "comma-missing": (
        "f = pool.apply_async(broken_function, (4))\n",
        "start",
        run(call(function="broken_function", args=())),
        "line 1: (4) is just the number 4; a list of one argument is [4], and a tuple of one needs a comma, (4,)",
        {"expected": "five calls through apply_async, among them broken_function(4)"},
    ),
    "brackets-missing": (
        "f = pool.apply_async(slow_add, 1, 6, 7)\n",
        "start",
        run(),
        "line 1: all arguments go into one list: [1, 6, 7]",
        {},
    ),
    "list-in-a-list": (
        "",
        "start",
        run(call(args=[[1, 6, 7]])),
        "slow_add was given one argument, a list: leave out one pair of brackets",
        {},
    ),
    "executor": (
        "with ProcessPoolExecutor() as pool:\n    pass\n",
        "start",
        run(),
        "line 1: ProcessPoolExecutor is another way to do it; here the workers are those of multiprocessing.Pool",
        {},
    ),
    "apply-where-apply-async-is-asked": (
        "",
        "start",
        run(call("apply")),
        "apply waits for the result; apply_async starts the call and returns its future at once",
        {},
    ),
    "map-where-apply-async-is-asked": (
        "",
        "start",
        run(call("map", args=())),
        "map is another method: start each of the calls with one apply_async of its own",
        {},
    ),
    "apply-async-where-apply-is-asked": (
        "",
        "start",
        run(call("apply_async")),
        "apply hands one call to a worker and waits for its result: use it for this call",
        {"expected": "pool.apply(slow_add, [1, 6, 7])"},
    ),
    "arguments-in-another-order": (
        "",
        "start",
        run(call(args=[6, 1, 7])),
        "the same arguments in another order, [6, 1, 7]: the order is that of the parameters, [1, 6, 7]",
        {},
    ),
    "the-same-call-twice": (
        "",
        "start",
        run(call(args=[1, 2, 3]), call(args=[1, 2, 3])),
        "slow_add is started 2 times with the same arguments; each call has its own, here [1, 6, 7]",
        {},
    ),
    "one-number-wrong": (
        "",
        "start",
        run(call(args=[1, 7, 7])),
        "slow_add was given the arguments [1, 7, 7]; what is asked for is [1, 6, 7]",
        {},
    ),
    "usage-message": (
        "",
        "start",
        run(status=2),
        "the script leaves before its first call; it is run as python applyasync.py",
        {},
    ),
    "ready-without-parentheses": (
        f"{WITH}    while not one.ready:\n        pass\n",
        "end",
        run(call()),
        "line 3: one.ready without parentheses asks nothing, and counts as true: one.ready()",
        {},
    ),
    "get-after-the-with-block": (
        f"{WITH}one.get()\n",
        "end",
        run(call()),
        "line 3 stands behind the with block: at its end the pool and its workers are gone, and what is not resolved "
        "never will be; move it into the block",
        {},
    ),
    "break-at-the-first": (
        f"{WITH}    one.ready()\n",
        "end",
        run(call(questions=[Question("ready", 0, 0, False)]), call(resolved=1.0)),
        "the loop ended while calls were still running: go on until ready() is True of all of them",
        {},
    ),
    "wait-too-short": (
        f"{WITH}    one.wait(0.5)\n",
        "end",
        run(call(questions=[Question("wait", 0, 0.5, None, None, 0.5)])),
        "the wait was shorter than the call: wait() without a number waits until it has ended",
        {},
    ),
    "close-without-join": (
        f"{WITH}    pool.close()\n",
        "end",
        run(call()),
        "close() only says that no more calls will come: pool.join() behind it waits for their end",
        {},
    ),
    "never-waits": (
        WITH,
        "end",
        run(call()),
        "nothing waits for the calls, and the with block ends their workers: call get() or wait() in it",
        {},
    ),
    "get-right-after-apply-async": (
        "",
        "late",
        run(call(questions=[Question("get", 0, 1.0)]), Call(1, 1, 0, "apply_async", "slow_add", [], submitted=1.0)),
        "get() holds up the master until its call has ended, and only then the next one is submitted: start all calls "
        "first, then wait for them",
        {},
    ),
    "wait-before-polling": (
        "",
        "polling",
        run(call(questions=[Question("wait", 0, 1.0), Question("ready", 1.0, 1.0, True)])),
        "wait() waits until a call has ended, so that nothing is left to poll: let the loop wait",
        {},
    ),
    "polls-once": (
        "",
        "polling",
        run(call(questions=[Question("ready", 0, 0, False)])),
        "every future is asked once only: put it into a loop that ends when all are ready",
        {},
    ),
    "polls-too-seldom": (
        "",
        "polling",
        run(
            call(questions=[Question("ready", at, at, False) for at in (0, 3)]), sleeps=[Sleep(1, True, None, 3.0, 0.0)]
        ),
        "the master sleeps for 3 s between its questions: time.sleep(1) is what is asked for",
        {},
    ),
    "prints-the-future": (
        "",
        "printed",
        None,
        "this is the future itself: its result is what get() returns",
        {"seen": 'the master printed "Result is <multiprocessing.pool.ApplyResult object at 0x7f>"'},
    ),
    "prints-get": (
        "",
        "printed",
        None,
        "get without parentheses is the method itself: write get()",
        {"seen": 'the master printed "Result is <bound method ApplyResult.get of <multi..."'},
    ),
    "returns-nothing": (
        "",
        "returned",
        None,
        f"a function that ends without return gives None; {OTHERWISE}",
        {"seen": "slow_add(0, 0, 0) returned None, expected 0"},
    ),
    "returns-text": (
        "",
        "returned",
        None,
        f"that is a text, and not a number: return the number itself; {OTHERWISE}",
        {"seen": "slow_add(0, 0, 0) returned '0', expected 0"},
    ),
    "parameters-in-another-order": (
        "def slow_add(x, y, nsecs):\n    return x + y\n",
        "returned",
        None,
        "line 1: the parameters are nsecs, x, y, in this order",
        {"expected": "slow_add(0, 0, 1) to return 1", "seen": "slow_add(0, 0, 1) returned 0, expected 1"},
    ),
    "parameters-in-another-order-of-a-sleep": (
        f"{ADD}def broken_function(what, nsecs):\n    pass\n",
        "slept",
        None,
        "line 3: the parameters are nsecs, what, in this order",
        {"expected": "broken_function(1) to sleep for 1 s", "seen": "broken_function(1) did not sleep"},
    ),
    "successful-without-parentheses": (
        "if future.successful:\n    pass\n",
        "success",
        None,
        "line 1: successful without parentheses asks nothing, and counts as true: successful()",
        {},
    ),
    "python-2-print": ('print "x"\n', "syntax", None, "in Python 3 print is a function: print(...)", {"line": 1}),
    "bytes-beside-a-print": (
        'print "caf\u00e9"\n',
        "syntax",
        None,
        OTHERWISE,
        {"line": 1, "seen": "line 1: SyntaxError: the byte 0xe9 is not UTF-8"},
    ),
    "single-equals": (
        'if __name__ = "x":\n',
        "syntax",
        None,
        "to compare, write == with two equals signs",
        {"line": 1},
    ),
    "colon-missing": ("def f()\n", "syntax", None, "this line ends with a colon", {"line": 1}),
    "word-processor": (
        "print(\u201cx\u201d)\n",
        "syntax",
        None,
        "word processors write other quotation marks: Python's are \" and '",
        {"line": 1},
    ),
    "percent-misplaced": (
        "",
        "returned",
        None,
        'the values go right behind the text, in one pair of parentheses: "... %s ... %s" % (a, b)',
        {"cause": Error("TypeError", [], "not enough arguments for format string", 1)},
    ),
    "name-not-imported": (
        "",
        "returned",
        None,
        "import the name before it is used: import time",
        {"cause": Error("NameError", [], "name 'time' is not defined", 1)},
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_known_mistake_is_named(name: str, tmp_path: Path) -> None:
    """The hint of a known mistake names it, and the line where it is made."""
    source, about, recording, expected, unmet = CASES[name]
    assert hint(source, about, recording, tmp_path=tmp_path, **unmet) == expected


@pytest.mark.parametrize("about", SUBJECTS)
@pytest.mark.parametrize("exercise", ["poolapply", "applyasync", "future"])
def test_a_solution_fits_no_pattern(about: str, exercise: str, tmp_path: Path) -> None:
    """What the solutions do is no mistake: the hint of the check stays."""
    source = (Path(__file__).parents[2] / "solutions" / f"{exercise}.py").read_text("utf-8")
    good = call(resolved=1.0, questions=[Question("ready", 0, 0, False), Question("ready", 1, 1, True)])
    assert hint(source, about, run(good), tmp_path=tmp_path, expected="slow_add(1, 6, 7)") == OTHERWISE


def test_an_unknown_exception_leaves_the_hint_of_the_check(tmp_path: Path) -> None:
    """An exception that is in no table says nothing new."""
    cause = Error("ZeroDivisionError", [], "division by zero", 1)
    assert hint("", "returned", cause=cause, tmp_path=tmp_path) == OTHERWISE
