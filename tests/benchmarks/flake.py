"""How often is a verdict wrong, on a machine that is busy with something else?

    python tests/benchmarks/flake.py --times 20 --load 0 4 16 --start-method fork spawn forkserver

The kit promises the same grade everywhere: times on the virtual clock are exact, so that no load may change them. Here
the three solutions and five wrong submissions of the corpus are graded again and again, with the real plugin, in one
process of pytest for each batch of the eight, while busy loops compete for the processors.

A verdict is the vector of the statuses of all checks of one file. It is right when all passed (a solution), or when it
is what the case of the corpus says (a wrong submission); and when it is the one of the first time. Beside it stands
whether the elapsed virtual time of each recorded run, and the start, end and resolution of each call in it, were the
same numbers in all batches, whatever the load and the start method; runs that the kit had to stop have no such numbers
and are counted apart, as are those with a jump of the clock that was slow or forced.
"""

from __future__ import annotations

import argparse
import dataclasses
import itertools
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from shared import ROOT, SOLUTIONS, START_METHODS, Exercise, Grading, corpus, grade, table

WRONG = (
    "applyasync/get-right-after-apply-async",  # serial
    "applyasync/no-main-guard",
    "future/a-pool-for-each-call",
    "future/results-typed-in-by-hand",
    "future/thread-pool",  # threads posing as processes
)
NEEDS_FORK = {"applyasync/no-main-guard"}  # elsewhere it fails in more than the case says, for its workers never start
BUSY = """
import os
parent = os.getppid()
while os.getppid() == parent:  # so that it never outlives the benchmark
    for _ in range(1_000_000):
        pass
"""


@contextmanager
def busy_loops(count: int) -> Iterator[None]:
    """Keep so many processes busy."""
    loops = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(count)]
    try:
        yield
    finally:
        for loop in loops:
            loop.kill()
            loop.wait()


@dataclass
class Tally:
    """What was counted under one load and one start method."""

    load: int
    method: str
    gradings: int = 0
    wrong: list[str] = field(default_factory=list)
    runs: int = 0
    stopped: int = 0
    unequal: Counter[str] = field(default_factory=Counter)
    doubtful: int = 0
    seconds: float = 0.0

    def row(self) -> list[object]:
        """Return the figures as cells of the table."""
        equal = "yes" if not self.unequal else f"{self.unequal.total()} not"
        verdicts, per_batch = f"{len(self.wrong)} of {self.gradings}", self.seconds * 8 / max(1, self.gradings)
        return [f"{self.method}, load {self.load}", verdicts, self.runs, equal, self.stopped, self.doubtful, per_batch]


class Judge:
    """Knows the right verdicts, and remembers the first of each submission and the first time of each run."""

    def __init__(self) -> None:
        known = {case.id: case for case in corpus.cases("mistakes")}
        self._cases = {case.script: case for case in (known[f"mistakes/{name}"] for name in WRONG)}
        self._verdicts: dict[tuple[Path, str], tuple[str, ...]] = {}
        self._times: dict[tuple[object, ...], object] = {}
        self.files = [*SOLUTIONS, *self._cases]

    def judge(self, grading: Grading, tally: Tally) -> None:
        """Count what is wrong in one batch."""
        for file in self.files:
            tally.gradings += 1
            fault = self._fault(file, grading.exercises.get(file), tally.method)
            if fault is not None:
                tally.wrong.append(f"{_name(file)}: {fault}")
        places = Counter[str]()
        for run in grading.runs:
            places[run["script"]] += 1
            self._compare_times(run, places[run["script"]], tally)

    def _fault(self, file: Path, exercise: Exercise | None, method: str) -> str | None:
        if exercise is None:
            return "not graded"
        verdict = tuple(check.status for check in exercise.checks)
        first = self._verdicts.setdefault((file, method if _name(file) in NEEDS_FORK else ""), verdict)
        if verdict != first:
            return f"was {' '.join(first)}, is {' '.join(verdict)}"
        return self._not_as_said(file, exercise, method)

    def _not_as_said(self, file: Path, exercise: Exercise, method: str) -> str | None:
        case = self._cases.get(file)
        if case is None:
            return None if exercise.complete else f"{exercise.score:g} of {exercise.max_score:g} points"
        if _name(file) in NEEDS_FORK and method != "fork":
            passed = [check.id for check in exercise.checks if check.id in case.fails and check.status == "passed"]
            return f"{passed} passed" if passed else None
        return "; ".join(corpus.faults(dataclasses.replace(case, says=()), exercise)) or None

    def _compare_times(self, run: dict[str, object], place: int, tally: Tally) -> None:
        tally.runs += 1
        ending, jumps = run["ending"], run["jumps"]
        assert isinstance(ending, list)
        assert isinstance(jumps, dict)
        tally.doubtful += any(how in jumps for how in ("slow", "forced"))
        if ending[0] != "exited":
            tally.stopped += 1
            return
        name = _name(Path(str(run["script"])))
        key = (name, place, tally.method if name in NEEDS_FORK else "")
        seen = [run["mode"], run["argv"], run["changed"], run["elapsed"], run["calls"]]
        if self._times.setdefault(key, seen) != seen:
            tally.unequal[f"{name}, run {place}: {self._times[key]} and {seen}"] += 1


def _name(file: Path) -> str:
    mistakes = corpus.SUBMISSIONS / "mistakes"
    return file.parent.relative_to(mistakes).as_posix() if file.is_relative_to(mistakes) else file.stem


def measure(judge: Judge, load: int, method: str, times: int) -> Tally:
    """Grade all submissions so many times under this load."""
    tally = Tally(load, method)
    with busy_loops(load):
        began = time.monotonic()
        for _ in range(times):
            judge.judge(grade(judge.files, "--start-method", method), tally)
        tally.seconds = time.monotonic() - began
    return tally


def main() -> int:
    """Run the command; the exit status is 1 when a verdict was wrong or a time differed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5, metavar="K", help="batches for each row (default: 5)")
    parser.add_argument("--load", type=int, nargs="+", default=[0, 4, 16], metavar="N", help="busy loops (0 4 16)")
    parser.add_argument("--start-method", nargs="+", default=START_METHODS, choices=START_METHODS)
    options = parser.parse_args()
    judge, tallies = Judge(), []
    for load, method in itertools.product(options.load, options.start_method):
        tallies.append(measure(judge, load, method, options.times))
        print(f"{tallies[-1].row()[0]}: {tallies[-1].row()[1]} verdicts wrong", file=sys.stderr)
    head = ("", "wrong verdicts", "runs", "times equal", "stopped", "doubtful", "s/batch")
    print(table(head, [tally.row() for tally in tallies]))
    for line in sorted({line for tally in tallies for line in [*tally.wrong, *tally.unequal]}):
        print(line.replace(f"{ROOT}/", ""))
    return 1 if any(tally.wrong or tally.unequal for tally in tallies) else 0


if __name__ == "__main__":
    sys.exit(main())
