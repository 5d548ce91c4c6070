"""What the recorder hooks into `multiprocessing.pool`: pools, calls and futures, with their whole life.

A call is named by the process that made its pool and by the job number that the library gives it. Its submission
is reported in the thread that submits; its start and end in the worker; its resolution in the thread that
resolves it; every question to its future where it is asked.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import multiprocessing.pool as library
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import process, synchronize, util
from typing import Any
from zlib import crc32

from grader.recording.inside import shim
from grader.recording.inside.shim import RealTime, VirtualTime
from grader.recording.inside.values import ONCE, OUTCOME, call_of, describe_error, encode, text_of
from grader.recording.inside.wire import Wire, _stamp

_SALT = b"271"  # such that what is added to the results of the exercises is in no order


class _Here(threading.local):
    """What this thread is in the middle of."""

    submission: dict[str, Any] | None = None  # the call that it is submitting
    pool: int | None = None  # the pool that it is making
    asking = False  # inside a question to a future, whose own questions do not count


class PoolRecorder:
    """Reports the life of every pool, call and future of this process and of its workers."""

    def __init__(self, wire: Wire, clock: VirtualTime | RealTime, *, change: str | None) -> None:
        self._wire = wire
        self._clock = clock
        self._change = change
        self._here = _Here()
        self._serials = itertools.count()
        self._serial_of: dict[int, int] = {}  # id of a pool's queue of tasks -> the pool
        self._size_of: dict[int | None, int] = {}  # pool -> how many workers it was said to keep

    def install(self) -> None:
        """Hook into the library; once in a process, before the student's code runs."""
        self._hook_pools()
        self._hook_submissions()
        self._hook_workers()
        self._hook_futures()
        self._hook_joins()
        self._hook_locks()

    # pools ---------------------------------------------------------------------------------------------------

    def _hook_pools(self) -> None:
        Pool: Any = library.Pool
        make, repopulate, end = Pool.__init__, Pool._repopulate_pool_static, Pool.terminate
        listen = Pool._handle_results

        @functools.wraps(make)
        def __init__(pool: Any, *args: Any, **kwds: Any) -> None:
            serial = next(self._serials)
            outer, self._here.pool = self._here.pool, serial
            try:
                make(pool, *args, **kwds)
            finally:
                self._here.pool = outer
            self._serial_of[id(pool._outqueue)] = serial
            kind = "thread" if isinstance(pool, library.ThreadPool) else "process"
            method = pool._ctx.get_start_method() if kind == "process" else None
            size = max(pool._processes, len(pool._pool))  # what a subclass has started, too
            self._wire.tell("pool", pool=serial, size=size, kind=kind, method=method)
            self._size_of[serial] = size
            util.Finalize(pool, self._pool_is_gone, args=(os.getpid(), serial), exitpriority=16)

        @functools.wraps(repopulate)
        def _repopulate_pool_static(ctx: Any, Process: Any, size: int, workers: Any, inqueue: Any, *rest: Any) -> None:
            known = len(workers)
            repopulate(ctx, Process, size, workers, inqueue, *rest)
            if self._here.pool is not None:
                self._serial_of[id(inqueue)] = self._here.pool
            for worker in workers[known:]:
                self._wire.tell("worker", pool=self._serial_of.get(id(inqueue)), worker=getattr(worker, "pid", None))
            serial = self._serial_of.get(id(inqueue))
            size = max(size, len(workers))
            if size > self._size_of.get(serial, size):  # somebody has reached into the pool
                self._wire.tell("grown", pool=serial, size=size)
                self._size_of[serial] = size

        @functools.wraps(end)
        def terminate(pool: Any) -> None:
            self._wire.tell("terminate", pool=self._serial_of.get(id(pool._inqueue)))
            end(pool)

        @functools.wraps(listen)
        def _handle_results(outqueue: Any, *rest: Any) -> None:
            try:
                listen(outqueue, *rest)
            except BaseException:  # a callback that raises, a result that cannot be unpickled: the thread dies of it
                self._wire.tell("deaf", pool=self._serial_of.get(id(outqueue)))
                raise

        Pool.__init__, Pool.terminate = __init__, terminate
        Pool._handle_results = staticmethod(_handle_results)
        Pool._repopulate_pool_static = staticmethod(_repopulate_pool_static)

    def _pool_is_gone(self, owner: int, serial: int) -> None:
        if owner == os.getpid():
            self._wire.tell("terminate", pool=serial)

    # submissions ---------------------------------------------------------------------------------------------

    def _hook_submissions(self) -> None:
        for how in ("apply", "apply_async", "map", "map_async", "starmap", "starmap_async", "imap", "imap_unordered"):
            setattr(library.Pool, how, self._submitting(how, getattr(library.Pool, how)))
        ApplyResult: Any = library.ApplyResult
        MapResult: Any = library.MapResult
        IMapIterator: Any = library.IMapIterator
        made_one, made_map, made_imap = ApplyResult.__init__, MapResult.__init__, IMapIterator.__init__

        @functools.wraps(made_one)
        def one(future: Any, *args: Any, **kwds: Any) -> None:
            made_one(future, *args, **kwds)
            if not isinstance(future, library.MapResult):
                self._submitted(future, 1)

        @functools.wraps(made_map)
        def many(future: Any, *args: Any, **kwds: Any) -> None:
            made_map(future, *args, **kwds)
            self._submitted(future, future._number_left)

        @functools.wraps(made_imap)
        def stream(iterator: Any, *args: Any, **kwds: Any) -> None:
            made_imap(iterator, *args, **kwds)
            self._submitted(iterator, None)

        ApplyResult.__init__, MapResult.__init__, IMapIterator.__init__ = one, many, stream

    def _submitting(self, how: str, submit: Callable[..., Any]) -> Callable[..., Any]:
        @functools.wraps(submit)
        def submitting(pool: Any, func: Any, *args: Any, **kwds: Any) -> Any:
            outer = self._here.submission
            if outer is None:  # `apply` calls `apply_async`: the student's word counts
                self._here.submission = self._describe(how, pool, func, args, kwds)
            try:
                return submit(pool, func, *args, **kwds)
            finally:
                self._here.submission = outer

        return submitting

    def _describe(self, how: str, pool: Any, func: Any, args: tuple[Any, ...], kwds: dict[str, Any]) -> dict[str, Any]:
        head = {"how": how, "pool": self._serial_of.get(id(pool._inqueue))}
        if how not in ("apply", "apply_async"):
            return {**head, **call_of(func, (), {}), "args": None}
        positional = args[0] if args else kwds.get("args", ())
        named = args[1] if len(args) > 1 else kwds.get("kwds", {})
        return {**head, **call_of(func, positional, named)}

    def _submitted(self, future: Any, tasks: int | None) -> None:
        if self._here.submission is not None:
            self._wire.tell("submit", job=future._job, tasks=tasks, **self._here.submission)

    # workers -------------------------------------------------------------------------------------------------

    def _hook_workers(self) -> None:
        work = library.worker  # type: ignore[attr-defined]

        @functools.wraps(work)
        def worker(inqueue: Any, *args: Any, **kwds: Any) -> Any:
            is_process = hasattr(inqueue, "_writer")
            parent = process.parent_process() if is_process else None
            master = parent.pid if parent is not None else os.getpid()
            return work(_RecordedTasks(inqueue, self, master), *args, **kwds)

        library.worker = worker  # type: ignore[attr-defined]

    def run_call(self, master: int | None, job: int, task: int, func: Callable[..., Any], args: Any, kwds: Any) -> Any:
        """Run one call in a worker and report its start, its end and its outcome."""
        self._wire.tell("start", master=master, job=job, task=task)
        try:
            value = func(*args, **kwds)
            if self._change == "outcome" and job == 0:
                raise ValueError(OUTCOME)
        except BaseException as error:
            if self._change == "results":
                change_text(error)
            fatal = not isinstance(error, Exception)  # it ends the worker, so that nobody sends a result
            self._wire.tell("end", master=master, job=job, task=task, error=describe_error(error), fatal=fatal)
            raise
        if self._change == "results":
            value = changed(value, _growth_of(args, kwds))
        self._wire.tell("end", master=master, job=job, task=task, value=encode(value))
        return value

    # futures -------------------------------------------------------------------------------------------------

    def _hook_futures(self) -> None:
        ApplyResult: Any = library.ApplyResult
        ready, successful = ApplyResult.ready, ApplyResult.successful
        ApplyResult.ready = self._question("ready", ready)
        ApplyResult.successful = self._question("successful", successful)
        ApplyResult.wait = self._patient("wait", ApplyResult.wait)
        ApplyResult.get = self._patient("get", ApplyResult.get)
        MapResult: Any = library.MapResult
        for kind in (ApplyResult, MapResult):
            kind._set = self._resolving(kind._set)

    def _question(self, what: str, ask: Callable[[Any], bool]) -> Callable[[Any], bool]:
        @functools.wraps(ask)
        def question(future: Any) -> bool:
            if self._here.asking:
                return ask(future)
            asked = _stamp()
            outcome: dict[str, Any] = {}
            self._here.asking = True
            try:
                outcome["answer"] = ask(future)
            except BaseException as error:
                outcome["raised"] = type(error).__name__
                raise
            finally:
                self._here.asking = False
                self._wire.tell("asked", t=asked, job=future._job, what=what, **outcome)
            if what == "ready" and not outcome["answer"]:
                self._clock.spin(future._job)
            return bool(outcome["answer"])

        return question

    def _patient(self, what: str, wait: Callable[[Any, Any], Any]) -> Callable[..., Any]:
        @functools.wraps(wait)
        def patient(future: Any, timeout: float | None = None) -> Any:
            if self._here.asking:
                return wait(future, timeout)
            with self._asking(what, future, encode(timeout)):
                return self._await(future, timeout, wait)

        return patient

    def _await(self, future: Any, timeout: float | None, wait: Callable[[Any, Any], Any]) -> Any:
        if future._event.is_set():
            return wait(future, timeout)
        if timeout is None:
            with self.waiting(future._job):
                return wait(future, None)
        is_length = isinstance(timeout, (int, float)) and timeout <= threading.TIMEOUT_MAX
        if isinstance(self._clock, RealTime) or not is_length:
            return wait(future, timeout)  # raises what the real one raises
        if timeout > 0:
            self._wire.ask("wait", job=future._job, s=timeout)
            self._clock.blocked()
        else:
            self._clock.spin(future._job)
        return wait(future, 0)

    @contextmanager
    def _asking(self, what: str, future: Any, timeout: Any) -> Iterator[None]:
        """Report a question to a future that may take time, and its end, or the exception that it raised."""
        self._here.asking = True
        self._wire.tell("ask", job=future._job, what=what, timeout=timeout)
        raised: dict[str, str] = {}
        try:
            yield
        except BaseException as error:
            raised["raised"] = type(error).__name__
            raise
        finally:
            self._here.asking = False
            self._wire.tell("answer", job=future._job, what=what, **raised)

    def _resolving(self, resolve: Callable[[Any, Any, Any], None]) -> Callable[[Any, Any, Any], None]:
        @functools.wraps(resolve)
        def _set(future: Any, index: Any, outcome: Any) -> None:
            before = _stamp()
            pool = future._pool  # a pool that nobody else keeps must not end before its last result is told
            resolve(future, index, outcome)
            if future._event.is_set():
                success, value = future._success, future._value
                result = {"value": encode(value)} if success else {"error": describe_error(value)}
                self._wire.tell("resolve", job=future._job, since=before, **result)
            del pool

        return _set

    # waits that are known to end only when somebody else acts ------------------------------------------------

    def _hook_joins(self) -> None:
        Pool: Any = library.Pool
        Process: Any = process.BaseProcess
        pool_join, process_join = Pool.join, Process.join

        @functools.wraps(pool_join)
        def join(pool: Any) -> None:
            with self.waiting(None):
                pool_join(pool)

        @functools.wraps(process_join)
        def join_process(child: Any, timeout: float | None = None) -> Any:
            if timeout is not None:
                return process_join(child, timeout)
            with self.waiting(None):
                return process_join(child)

        Pool.join, Process.join = join, join_process

    def _hook_locks(self) -> None:
        """Report who waits for a lock or a semaphore that processes share, where the student's code takes it."""
        SemLock: Any = synchronize.SemLock
        make, enter = SemLock._make_methods, SemLock.__enter__

        def patiently(lock: Any, take: Callable[..., Any], args: Any, kwds: Any) -> Any:
            if (
                (args and (not args[0] or len(args) > 1))
                or kwds
                or shim.is_library(sys._getframe(2).f_code.co_filename)
            ):
                return take(*args, **kwds)
            if lock._semlock.acquire(False):
                return True
            with self.waiting(None):
                return take(*args, **kwds)

        @functools.wraps(make)
        def _make_methods(lock: Any) -> None:
            make(lock)
            take = lock.acquire
            lock.acquire = lambda *args, **kwds: patiently(lock, take, args, kwds)

        @functools.wraps(enter)
        def __enter__(lock: Any) -> Any:
            return patiently(lock, lock._semlock.__enter__, (), {})

        SemLock._make_methods, SemLock.__enter__ = _make_methods, __enter__

    @contextmanager
    def waiting(self, job: int | None) -> Iterator[None]:
        """Tell the grader that this thread waits without a limit for somebody else."""
        self._wire.tell("enter", job=job)
        try:
            yield
        finally:
            self._wire.tell("leave", job=job)
            self._clock.blocked()


class _RecordedTasks:
    """A worker's queue of tasks, which wraps the function of each task that is taken from it."""

    def __init__(self, tasks: Any, recorder: PoolRecorder, master: int | None) -> None:
        self._tasks = tasks
        self._recorder = recorder
        self._master = master

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tasks, name)

    def get(self) -> Any:
        task = self._tasks.get()
        if task is None or task[2] is library._helper_reraises_exception:  # type: ignore[attr-defined]
            return task
        job, index, func, args, kwds = task

        def recorded(*args: Any, **kwds: Any) -> Any:
            return self._recorder.run_call(self._master, job, index, func, args, kwds)

        functools.update_wrapper(recorded, func)  # messages about its arguments name the function that was submitted
        return job, index, recorded, args, kwds


def _growth_of(args: Any, kwds: Any) -> int:
    """Return by how much a call's result grows, which hangs on its arguments alone."""
    text = text_of([*args, *kwds.values()])
    return 1000 * (1 + crc32(_SALT + text.encode("utf-8", "replace")) % 29)


def change_text(error: BaseException) -> None:
    """Let an exception that holds a text, and nothing else, end it in `ONCE`; any other stays as it is.

    So does one whose class, which is the student's, forbids it.
    """
    with contextlib.suppress(Exception):
        if [type(each) for each in error.args] == [str] and str(error) == error.args[0] and not vars(error):
            error.args = (error.args[0] + ONCE,)


def changed(value: Any, by: int) -> Any:
    """Return another result than the call's own: numbers grow, all else stays as it is.

    The same call's always by the same amount, other calls' by others, in no order: so a result that is derived from
    another one, or sorted, shows.
    """
    for plain in (int, float):  # not by what a class of the student's own says of itself
        if isinstance(value, plain) and not isinstance(value, bool):
            grown = vars(plain)["__add__"](value, by)
            if grown == value:  # thousands are nothing to a float of many digits
                return vars(plain)["__mul__"](value, 2)
            return grown
    return value
