"""Does a grading that is killed at any moment come to the same grades when it is started again?

    python tests/benchmarks/killed.py --times 10 --size 20

A class drawn from the solutions and the corpus is graded once without disturbance. Then it is graded again and again,
each time into a new report and killed (kill -9) at a random moment; one second later no process and nothing in
/dev/shm may be left of it, and the same command must end with the grades of the undisturbed run, `seconds` aside.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil
from classroom import make_class
from shared import ROOT, table

GRACE = 1.0  # seconds after which nothing may be left


def start(given: Path, report: Path, jobs: int) -> subprocess.Popen[bytes]:
    """Start a grading."""
    command = [sys.executable, "-m", "grader", "grade", str(given), "--out", str(report), "--jobs", str(jobs)]
    return subprocess.Popen([*command, "--quiet"], cwd=ROOT)


def grades_of(report: Path) -> Any:
    """Return the grades, without how long they took."""
    grades = json.loads((report / "grades.json").read_text("utf-8"))
    for each in grades["submissions"]:
        each["seconds"] = 0
    return grades


def kill_after(seconds: float, given: Path, report: Path, jobs: int) -> list[str]:
    """Kill a grading so many seconds after its start; return what is left of it."""
    before = set(os.listdir("/dev/shm"))
    process = start(given, report, jobs)
    time.sleep(seconds)
    family = psutil.Process(process.pid).children(recursive=True)
    process.kill()
    process.wait()
    psutil.wait_procs(family, GRACE)
    alive = [" ".join(each.cmdline()) for each in family if _is_alive(each)]
    return alive + sorted(set(os.listdir("/dev/shm")) - before)


def _is_alive(process: psutil.Process) -> bool:
    """Tell whether a process lives; nobody may wait for an orphan that has ended, which stays as a zombie then."""
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


def differences(one: Any, other: Any, where: str = "") -> list[str]:
    """Return where two values that come from JSON differ, and in what."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        return [text for key in one for text in differences(one[key], other[key], f"{where}.{key}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        return [
            text
            for number, pair in enumerate(zip(one, other, strict=True))
            for text in differences(*pair, f"{where}[{number}]")
        ]
    return [] if one == other else [f"{where}: {one!r} and {other!r}"]


def main() -> int:
    """Run the command; the exit status is 1 when grades differed or something was left."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=10, metavar="K", help="gradings to kill (default: 10)")
    parser.add_argument("--size", type=int, default=20, metavar="N", help="submissions in the class (default: 20)")
    parser.add_argument("--jobs", type=int, default=2, metavar="N")
    parser.add_argument("--seed", type=int, default=0, help="of the moments")
    options = parser.parse_args()
    draw, rows = random.Random(options.seed), []
    found: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        given = make_class(work / "class", options.size, mistakes=True)
        began = time.monotonic()
        start(given, work / "undisturbed", options.jobs).wait()
        took = time.monotonic() - began
        for turn in range(options.times):
            report, moment = work / f"report-{turn}", draw.uniform(0, 0.95 * took)
            left = kill_after(moment, given, report, options.jobs)
            results = report / ".grader/results"
            done = len(list(results.glob("*.json"))) if results.exists() else 0
            start(given, report, options.jobs).wait()
            different = differences(grades_of(work / "undisturbed"), grades_of(report))
            rows.append([f"killed after {moment:.1f} of {took:.0f} s", done, len(left), len(different)])
            found += [*(f"left: {each}" for each in left), *different]
            print(*rows[-1], sep=", ", file=sys.stderr)
    print(table(("", "results kept", "left of it", "differences"), rows), *found, sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
