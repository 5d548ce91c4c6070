"""Grading a class from beginning to end, on this machine or on many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from grader.checks import exercises
from grader.classroom.find import Class
from grader.classroom.grades import Grades
from grader.classroom.job import Job, Result, digest_of_the_kit
from grader.classroom.local import grade_here
from grader.classroom.marking import Marking, Watch, require_known
from grader.classroom.store import Store
from grader.settings import Settings


@dataclass(frozen=True)
class Plan:
    """How a class is graded."""

    settings: Settings
    at_once: int  # submissions
    scheduler: str | None = None  # of a Dask cluster, or "local"
    only: tuple[str, ...] = ()  # the students who are asked for; all, without any
    force: bool = False  # what has not changed is graded again, too


def grade_class(found: Class, store: Store, plan: Plan, watch: Watch) -> Grades:
    """Grade what was found, keep each result in the store as soon as it is ready, and return the grades."""
    require_known(plan.only, found.students())
    marking = Marking(store, plan.settings)
    jobs = marking.jobs(found.submissions(), watch, only=plan.only, force=plan.force)
    for job, result in _graded(jobs, plan):
        marking.take(job, result)
        watch.done(job.name, anew=True)
    return marking.grades(found.layout.title, found.remarks, lambda: _max_score(plan))


def _graded(jobs: Iterable[Job], plan: Plan) -> Iterator[tuple[Job, Result]]:
    if plan.scheduler is None:
        return grade_here(jobs, plan.at_once)
    from grader.classroom.cluster import grade_there  # brings Dask, which is large

    return grade_there(jobs, plan.scheduler, plan.at_once)


def _max_score(plan: Plan) -> float:
    """Return what a submission can earn: that of an empty one, where there is no other to tell."""
    empty = Job({exercises()[0]: b""}, plan.settings, digest_of_the_kit())
    return next(result.max_score for _, result in grade_here([empty], 1))
