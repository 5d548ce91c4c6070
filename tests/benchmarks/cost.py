"""What does grading cost, against the least that running the same scripts could cost?

    python tests/benchmarks/cost.py --times 5 --copies 6

Grading is compared with a floor: the same scripts, as often as the kit runs them, with the same arguments and the same
start method, each from a fresh interpreter, with every `time.sleep` cut down to 0 and no grader at all; where the kit
imports a file to call its functions, so does the floor, with the same arguments. Which runs these are is not written
down here but heard from the kit itself (see `logbook`). Nobody could know what a script does without running it, so
what lies above the floor is what the kit adds; what may push it below is that its runs are forked from one launcher.

Processor time is user and system time of the whole tree of processes, orphans included. Both sides are measured in
turns, so that what else the machine does meets them alike, and the medians are shown. The last rows are what one more
submission costs in the same process of pytest: the slope from 1 copy to many, which is what a class costs. With
`--sandbox off bubblewrap` both are measured, and with them what the sandbox adds.
"""

from __future__ import annotations

import argparse
import ctypes
import functools
import itertools
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared import ROOT, SOLUTIONS, START_METHODS, environment, grade, pytest_command, table

SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of prctl(2): orphans become our children, so that their time is ours to count
# What comes before the script in each interpreter of the floor, those of workers that are spawned included.
NO_SLEEP = "import time; _sleep = time.sleep; time.sleep = lambda seconds: _sleep(0)\n"
PASS_IT_ON = """
import json, multiprocessing, runpy, sys
from multiprocessing import util
spawn = util.spawnv_passfds
def without_sleep(path, args, fds):
    place = [str(arg) for arg in args].index("-c") + 1
    return spawn(path, [*args[:place], NO_SLEEP + args[place], *args[place + 1:]], fds)
util.spawnv_passfds = without_sleep
run = json.loads(sys.argv[1])
multiprocessing.set_start_method(run["start_method"])
sys.argv[:] = [run["script"], *run["argv"]]
if run["mode"] == "script":
    runpy.run_path(run["script"], run_name="__main__")
else:
    functions = runpy.run_path(run["script"], run_name="script")
    for name, args in run["calls"]:
        try:
            functions[name](*args)
        except ValueError:
            pass
"""


@dataclass(frozen=True)
class Cost:
    """Seconds of processor time and of the clock on the wall."""

    cpu: float
    wall: float

    def __add__(self, other: Cost) -> Cost:
        return Cost(self.cpu + other.cpu, self.wall + other.wall)

    def __sub__(self, other: Cost) -> Cost:
        return Cost(self.cpu - other.cpu, self.wall - other.wall)

    def __truediv__(self, number: float) -> Cost:
        return Cost(self.cpu / number, self.wall / number)


def median(costs: Sequence[Cost]) -> Cost:
    """Return the medians of both figures."""
    return Cost(statistics.median(cost.cpu for cost in costs), statistics.median(cost.wall for cost in costs))


def cost_of(command: Sequence[str]) -> Cost:
    """Run a command and return what it cost, together with all that it left behind."""
    began = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT, env=environment(), stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} ended with exit status {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime + _cpu_of_orphans(), wall)


def _cpu_of_orphans() -> float:
    cpu = 0.0
    while True:
        try:
            _, _, usage = os.wait4(-1, 0)
        except ChildProcessError:
            return cpu
        cpu += usage.ru_utime + usage.ru_stime


def runs_of_a_grading(method: str) -> list[dict[str, Any]]:
    """Grade the solutions once and return the runs that the kit made."""
    grading = grade(SOLUTIONS, "--start-method", method)
    if not all(exercise.complete for exercise in grading.exercises.values()):
        raise RuntimeError("the solutions do not earn full marks")
    return [{**run, "start_method": method} for run in grading.runs]


def floor(runs: Sequence[dict[str, Any]]) -> Cost:
    """Return the cost of the same runs without a grader."""
    program = f"NO_SLEEP = {NO_SLEEP!r}\n{NO_SLEEP}{PASS_IT_ON}"
    costs = [cost_of([sys.executable, "-c", program, json.dumps(run)]) for run in runs]
    return sum(costs, Cost(0.0, 0.0))


def grading(folders: Sequence[Path], method: str, sandbox: str) -> Cost:
    """Return the cost of grading these submissions in one process of pytest."""
    return cost_of(pytest_command(folders, "--start-method", method, "--sandbox", sandbox))


def copies_of_the_solutions(folder: Path, count: int) -> list[Path]:
    """Make so many submissions, and return their folders."""
    copies = [folder / f"copy{number}" for number in range(count)]
    for copy in copies:
        shutil.copytree(ROOT / "solutions", copy, ignore=shutil.ignore_patterns("__pycache__"))
    return copies


def measure(method: str, sandboxes: Sequence[str], times: int, copies: int) -> list[list[object]]:
    """Return the rows of the table for one start method."""
    runs = runs_of_a_grading(method)
    with tempfile.TemporaryDirectory() as folder:
        many = copies_of_the_solutions(Path(folder), copies)
        sides: list[Callable[[], Cost]] = [lambda: floor(runs)]
        for sandbox in sandboxes:
            sides.append(functools.partial(grading, [ROOT / "solutions"], method, sandbox))
            sides.append(functools.partial(grading, many, method, sandbox))
        floors, *gradings = zip(*[[side() for side in sides] for _ in range(times)], strict=True)
    least = median(floors)
    scripts = sum(run["mode"] == "script" for run in runs)
    rows = [[f"{method}: floor ({scripts} runs, {len(runs) - scripts} imports)", least.cpu, least.wall, "", ""]]
    for sandbox, one, all_copies in zip(sandboxes, gradings[::2], gradings[1::2], strict=True):
        more = median([(many - one) / (copies - 1) for one, many in zip(one, all_copies, strict=True)])
        name = f"{method}, sandbox {sandbox}"
        rows += [
            _row(f"{name}: one submission", median(one), least),
            _row(f"{name}: {copies} submissions", median(all_copies), least),
            _row(f"{name}: each one more", more, least),
        ]
    return rows


def _row(name: str, cost: Cost, least: Cost) -> list[object]:
    return [name, cost.cpu, cost.wall, cost.cpu / least.cpu, cost.wall / least.wall]


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=5, metavar="K", help="measurements of each side (default: 5)")
    parser.add_argument("--copies", type=int, default=6, metavar="N", help="submissions for the slope (default: 6)")
    parser.add_argument("--sandbox", nargs="+", default=["auto"], choices=("auto", "bubblewrap", "off"))
    parser.add_argument("--start-method", nargs="+", default=["fork"], choices=START_METHODS)
    options = parser.parse_args()
    if options.copies < 2:
        parser.error("the slope needs at least 2 copies")
    ctypes.CDLL(None).prctl(SUBREAPER, 1)
    rows = [measure(method, options.sandbox, options.times, options.copies) for method in options.start_method]
    print(table(("", "cpu s", "wall s", "cpu / floor", "wall / floor"), itertools.chain.from_iterable(rows)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
