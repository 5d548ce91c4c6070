"""What does grading a class cost, by submission, and does it stay the same however large the class is?

    python tests/benchmarks/classroom.py --sizes 10 100 10 100 --jobs 1 2

A class is made of copies of the solutions, or with --mistakes of cases drawn from the corpus, each with an edit of its
own so that no two are the same job. It is graded by the command that an instructor types. Wall time and processor time
(of the whole tree of processes, orphans included) are given by submission, without what it costs to start: what a class
takes that has one submission for each job. Memory is the most that the main process ever held. Since a machine that
others use, too, charges more seconds for the same work, the first line says what ten million additions cost here, and
a size can be given twice, to see how much luck there is in a figure.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import random
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from shared import EXERCISES, ROOT, corpus, table

SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of prctl(2): orphans become our children, so that their time is ours to count
MEBI = 1 << 20


@dataclass(frozen=True)
class Cost:
    """What one grading cost: seconds of the wall's clock, of processors, and bytes of the main process."""

    wall: float
    cpu: float
    memory: int


def make_class(folder: Path, size: int, *, mistakes: bool) -> Path:
    """Write a class of so many submissions, no two of which are the same."""
    draw = random.Random(size)
    cases: dict[str, list[Path]] = {name: [ROOT / "solutions" / f"{name}.py"] for name in EXERCISES}
    if mistakes:
        for case in (each for each in corpus.cases("mistakes") if not each.slow):
            cases[case.script.stem].append(case.script)
    for number in range(size):
        student = folder / f"student{number:04}"
        student.mkdir(parents=True)
        for name, files in cases.items():
            content = draw.choice(files).read_bytes()
            (student / f"{name}.py").write_bytes(content + f"\n# edit {number} of {size}\n".encode())
    return folder


def cost_of(given: Path, report: Path, jobs: int) -> Cost:
    """Grade a class and return what that cost."""
    command = [
        sys.executable,
        "-m",
        "grader",
        "grade",
        str(given),
        "--out",
        str(report),
        "--jobs",
        str(jobs),
        "--quiet",
    ]
    began, memory = time.monotonic(), 0
    process = subprocess.Popen(command, cwd=ROOT)
    while os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
        memory = max(memory, _peak(process.pid))
        time.sleep(0.05)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - began
    if status != 0:
        raise RuntimeError(f"{' '.join(command)} ended with exit status {os.waitstatus_to_exitcode(status)}")
    return Cost(wall, usage.ru_utime + usage.ru_stime + _cpu_of_orphans(), memory)


def _peak(pid: int) -> int:
    """Return the most memory that a process ever held, in bytes; 0 when it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except ProcessLookupError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM:")), 0)


def _cpu_of_orphans() -> float:
    cpu = 0.0
    while True:
        try:
            _, _, usage = os.wait4(-1, 0)
        except ChildProcessError:
            return cpu
        cpu += usage.ru_utime + usage.ru_stime


def additions() -> float:
    """Return the processor seconds of ten million additions."""
    began, total = time.process_time(), 0
    for number in range(10_000_000):
        total += number
    return time.process_time() - began


def measure(jobs: int, sizes: list[int], *, mistakes: bool) -> list[list[object]]:
    """Return the rows of the table for so many jobs."""
    rows: list[list[object]] = []
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        start = cost_of(make_class(work / "start", jobs, mistakes=mistakes), work / "report-start", jobs)
        for turn, size in enumerate(sizes):
            given = make_class(work / f"{turn}-of-{size}", size, mistakes=mistakes)
            cost = cost_of(given, work / f"report-{turn}", jobs)
            more = size - jobs
            each = [(cost.wall - start.wall) / more, (cost.cpu - start.cpu) / more]
            rows.append([f"{size} submissions, {jobs} jobs", *each, cost.wall, f"{cost.memory / MEBI:.0f}"])
    return rows


def main() -> int:
    """Run the command."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100, 1000], metavar="N")
    parser.add_argument("--jobs", type=int, nargs="+", default=[1, 2], metavar="N")
    parser.add_argument("--mistakes", action="store_true", help="draw from the corpus, and not correct scripts only")
    options = parser.parse_args()
    if min(options.sizes) <= max(options.jobs):
        parser.error("a class must have more submissions than there are jobs")
    ctypes.CDLL(None).prctl(SUBREAPER, 1)
    print(f"ten million additions: {additions():.2f} s of processor time\n")
    rows = [row for jobs in options.jobs for row in measure(jobs, options.sizes, mistakes=options.mistakes)]
    print(table(("", "wall s each", "cpu s each", "wall s", "main MB"), rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
