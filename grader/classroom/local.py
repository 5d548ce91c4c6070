"""Grading on this machine: as many submissions at once as there are jobs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from itertools import islice

from grader.classroom.desks import Desks
from grader.classroom.job import Job, Result
from grader.errors import extra


def usable_cores() -> int:
    """Return on how many cores this process may run, with the limits of its container and its affinity."""
    with extra("classroom"):
        import loky
    return int(loky.cpu_count())


def grade_here(jobs: Iterable[Job], at_once: int) -> Iterator[tuple[Job, Result]]:
    """Grade jobs, and return each as soon as it is ready; the next ones are only then asked for."""
    waiting = iter(jobs)
    with Desks() as desks, ThreadPoolExecutor(at_once) as threads:
        running: dict[Future[Result], Job] = {}
        try:
            while True:
                for job in islice(waiting, at_once + 1 - len(running)):  # one more than fits: nobody waits for it
                    running[threads.submit(desks.grade, job)] = job
                if not running:
                    return
                for done in wait(running, return_when=FIRST_COMPLETED).done:
                    yield running.pop(done), done.result()
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
            desks.close()
