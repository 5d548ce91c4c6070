"""Grading on many machines: the same jobs, sent to a Dask cluster. Its workers need only the installed kit.

A job whose worker is lost is run again elsewhere: the scheduler sees to that. On a worker, submissions are graded at
desks as they are here, because a session of pytest wants a process of its own, and Dask's workers have threads.
"""

from __future__ import annotations

import atexit
import functools
import logging
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from itertools import islice
from typing import Any
from uuid import uuid4

from grader.classroom.desks import Desks
from grader.classroom.job import Job, Result, digest_of_the_kit
from grader.errors import BadInput, extra

_CONNECTING = 20.0  # seconds
_AHEAD = 2  # jobs a thread of the cluster that are sent before they are needed


def grade_there(jobs: Iterable[Job], scheduler: str, at_once: int) -> Iterator[tuple[Job, Result]]:
    """Grade jobs on the cluster of a scheduler, or for "local" on one started here with `at_once` workers.

    Returns each as soon as it is ready. Raises BadInput when nobody answers at the address, or when its workers have
    no kit or another one.
    """
    with extra("cluster"):
        import distributed
    waiting = iter(jobs)
    sent: dict[str, Job] = {}

    def send(client: Any, count: int) -> list[Any]:
        futures = []
        for job in islice(waiting, count):
            future = client.submit(_grade, job, key=f"grader-{uuid4().hex}", pure=False)
            sent[future.key] = job
            futures.append(future)
        return futures

    with _cluster(scheduler, at_once) as address, _client(address) as client:
        _require_the_same_kit(client, scheduler)
        running = distributed.as_completed(loop=client.loop)
        running.update(send(client, _AHEAD * sum(client.nthreads().values())))
        for future in running:
            yield sent.pop(future.key), _received(future)
            running.update(send(client, 1))


def _grade(job: Job) -> dict[str, Any]:
    """Grade one submission; this runs in a thread of a worker."""
    return asdict(_desks().grade(job))


@functools.cache
def _desks() -> Desks:
    desks = Desks()
    atexit.register(desks.close)
    return desks


def _received(future: Any) -> Result:
    """Return what came of a job. What went wrong on its way costs this one only, and is said."""
    import distributed

    try:
        return Result(**future.result())
    except distributed.KilledWorker:
        return Result("every worker of the cluster that graded it was lost")
    except Exception as error:
        return Result(f"the cluster could not grade it: {type(error).__name__}: {error}")


@contextmanager
def _cluster(scheduler: str, at_once: int) -> Iterator[str]:
    """Return the address of a scheduler: the given one, or that of a cluster of our own."""
    if scheduler != "local":
        yield scheduler
        return
    import distributed

    cluster = distributed.LocalCluster(
        n_workers=at_once, threads_per_worker=1, dashboard_address=None, silence_logs=logging.ERROR
    )
    with cluster:
        yield cluster.scheduler_address


@contextmanager
def _client(address: str) -> Iterator[Any]:
    import distributed

    origin = f"--scheduler {address}"
    _knock(address, origin)
    try:
        client = distributed.Client(address, timeout=_CONNECTING, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        reason = str(error) or type(error).__name__
        raise BadInput(f"{origin}: no Dask scheduler answers there within {_CONNECTING:g} s ({reason})") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=_CONNECTING)
        except TimeoutError:
            raise BadInput(f"{origin}: the scheduler has no worker; start some with: dask worker {address}") from None
        yield client


def _knock(address: str, origin: str) -> None:
    """Raise BadInput at once where nobody listens: Dask itself would try again for a long time."""
    from distributed.comm.addressing import get_address_host_port

    if not address.startswith(("tcp://", "tls://")):
        return
    try:
        host, port = get_address_host_port(address, strict=True)
        socket.create_connection((host, port), _CONNECTING).close()
    except (OSError, ValueError) as error:
        raise BadInput(f"{origin}: nobody answers there ({error}); is the scheduler running?") from None


def _require_the_same_kit(client: Any, scheduler: str) -> None:
    try:
        kits = client.run(digest_of_the_kit)
    except Exception as error:  # of any kind: it is what happened on another machine
        reason = f"{type(error).__name__}: {error}"
        raise BadInput(
            f"--scheduler {scheduler}: its workers cannot grade, is the kit installed there? {reason}"
        ) from None
    others = sorted(worker for worker, kit in kits.items() if kit != digest_of_the_kit())
    if others:
        raise BadInput(f"--scheduler {scheduler}: another kit than this one is installed for {', '.join(others)}")
