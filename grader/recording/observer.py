"""Turns the events of a run into its recording, and into what the idle rule needs to know."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

from grader.recording import events, idle
from grader.recording.channel import Peer, Tampered
from grader.recording.recording import Call, Error, Pool, PoolKey, Question, Recording, Sleep

_PROGRESS = frozenset({"submit", "start", "end", "resolve"})
_ONLY_AWAKE = frozenset(  # what a thread that waits for an answer cannot do, not even in the handler of a signal
    {"begin", "imported", "idle", "sleep", "woke", "wait", "spin", "clock"} | {"pool", "worker", "submit", "start"}
)
_LAST = 1 << 62
_FUTILE_WORKERS = 8  # that may die before their first call, beyond two for each place in the pool


@dataclass
class _Thread:
    """What one thread of the student's is doing."""

    call: Call | None = None  # the call that it runs, in a worker
    sleep: Sleep | None = None
    waits: int = 0  # inside how many waits without a limit
    held: bool = False  # inside a question about time that the grader has not answered yet
    questions: list[Question] = field(default_factory=list)  # asked and not yet answered


class _Tasks(NamedTuple):
    """How many tasks a call, or all calls of a pool, consist of, and how many of them have ended."""

    submitted: int = 0
    ended: int = 0
    unresolved: int = 0  # calls whose tasks have all ended, but whose result nobody has taken
    uncountable: int = 0  # calls of which nobody knows how many tasks they are


class Observer:
    """Keeps the recording of one run up to date, event by event. `at` is the time of an event in seconds."""

    def __init__(self, recording: Recording) -> None:
        self.recording = recording
        self.latest_progress = 0.0  # when a call was submitted, started, ended or resolved
        self.imported_at: float | None = None
        self.returned: dict[str, Any] | None = None  # the latest outcome of a function called on demand
        self._threads: dict[Peer, _Thread] = {}
        self._calls: dict[tuple[int, int], Call] = {}
        self._open_calls = 0  # whose futures are not resolved
        self._pools: dict[PoolKey, Pool] = {}
        self._deaf: set[PoolKey] = set()
        self._ended_tasks: dict[tuple[int, int], int] = {}
        self._tasks: dict[PoolKey, _Tasks] = {}  # of each pool
        self._counted: dict[tuple[int, int], _Tasks] = {}  # of each call: what it adds to those of its pool

    def hear(self, peer: Peer, event: dict[str, Any] | None, at: float) -> None:
        """Take in one event; Tampered when it is none that the recorder sends."""
        if event is None:
            self._lose(peer)
            return
        events.check(event)
        is_deed = event["e"] in _ONLY_AWAKE or (event["e"] in ("end", "called") and "value" in event)
        if is_deed and self._thread(peer).held:
            raise Tampered(f"a thread that waits for an answer and goes on at once, with {event['e']!r}")
        if event["e"] in _PROGRESS:
            self.latest_progress = at
        try:
            getattr(self, f"_on_{event['e'].replace(' ', '_')}")(peer, event, at)
        except (LookupError, TypeError, ValueError, AttributeError, OverflowError) as error:
            raise Tampered(f"an event of kind {event['e']!r} of an unknown form") from error

    # what the idle rule asks ---------------------------------------------------------------------------------

    def witness(self) -> idle.Witness:
        """What the events say to the question whether everybody who could act is asleep."""
        return idle.hear_events(self.activity(), master_is_blocked=self._master_is_blocked(or_held=True))

    def in_known_wait(self) -> bool:
        """Tell whether the master waits without a time limit in a call that we know."""
        return self._master_is_blocked(or_held=True)

    def respawns(self) -> bool:
        """Tell whether a pool replaces workers for ever because each dies before it has begun a call."""
        return any(
            surplus > 0 and surplus > self._begun_calls(pool)
            for pool in self._pools.values()
            if pool.size  # it is told once all the first workers are
            for surplus in (len(pool.workers) - 2 * pool.size - _FUTILE_WORKERS,)
        )

    def _begun_calls(self, pool: Pool) -> int:
        return sum(call.pool == pool.number and call.started is not None for call in self._calls.values())

    def somebody_sleeps(self) -> bool:
        """Tell whether a sleep has begun and not ended."""
        return any(thread.sleep is not None for thread in self._threads.values())

    def only_master_sleeps(self) -> bool:
        """Tell whether nobody but the master sleeps: then only its own sleeping moves the clock."""
        return not any(thread.sleep is not None for peer, thread in self._threads.items() if not self.is_master(peer))

    def has_open_calls(self) -> bool:
        """Tell whether a future is not resolved."""
        return self._open_calls > 0

    def is_master(self, peer: Peer) -> bool:
        """Tell whether a thread is the main thread of the script's own process."""
        return peer.main and peer.pid == self.recording.master

    def rank(self, peer: Peer) -> int:
        """Return who wakes first of those that wake at the same time: who has the lower number.

        Calls do in the order of their submission, whichever worker was quicker to fall asleep; the master does last, so
        that one which polls at the second when a call ends sees that it has ended.
        """
        call = self._thread(peer).call
        if call is not None:
            return call.job
        return _LAST if self.is_master(peer) else _LAST - 1

    def is_resolved(self, peer: Peer, job: Any) -> bool:
        """Tell whether the future of a job of this peer's process holds its outcome."""
        call = self._calls.get((peer.pid, job))
        return call is not None and call.resolved is not None

    def _master_is_blocked(self, *, or_held: bool) -> bool:
        return any(
            thread.waits > 0 or thread.sleep is not None or (or_held and thread.held)
            for peer, thread in self._threads.items()
            if self.is_master(peer)
        )

    def activity(self) -> list[idle.PoolActivity]:
        """Return what the events tell about each live pool."""
        return [self._activity_of(key, pool) for key, pool in self._pools.items() if pool.terminated is None]

    def _activity_of(self, key: PoolKey, pool: Pool) -> idle.PoolActivity:
        tasks = self._tasks.get(key, _Tasks())
        activity = idle.PoolActivity(pool.size, tasks.submitted, tasks.ended, countable=not tasks.uncountable)
        activity.unresolved = 0 if key in self._deaf else tasks.unresolved
        for peer, thread in self._threads.items():
            if thread.sleep is not None or thread.held or thread.waits:
                if thread.call is not None and (thread.call.master, thread.call.pool) == key:
                    activity.asleep += 1
                elif peer.pid == pool.master and not peer.main:
                    activity.in_callback = True
        return activity

    def _count(self, call: Call) -> None:
        """Keep up to date what a call adds to the tasks of its pool: there may be many calls, and each event asks."""
        if call.submitted is None:
            return
        key = (call.master, call.job)
        before, now = self._counted.get(key, _Tasks()), self._tasks_of(call)
        pool = (call.master, call.pool)
        total = self._tasks.get(pool, _Tasks())
        self._tasks[pool] = _Tasks(*(sum_ + new - old for sum_, new, old in zip(total, now, before, strict=True)))
        self._counted[key] = now

    def _tasks_of(self, call: Call) -> _Tasks:
        if call.tasks is None:
            return _Tasks(uncountable=1)
        is_resolved = call.resolved is not None
        ended = call.tasks if is_resolved else min(self._ended_tasks.get((call.master, call.job), 0), call.tasks)
        return _Tasks(call.tasks, ended, unresolved=int(ended == call.tasks and not is_resolved and not call.lost))

    # time ----------------------------------------------------------------------------------------------------

    def hold(self, peer: Peer) -> None:
        """Note that the grader lets this thread wait for an answer."""
        self._thread(peer).held = True

    def release(self, peer: Peer, at: float) -> None:
        """Note that this thread got its answer: it is awake."""
        thread = self._thread(peer)
        thread.held = False
        if thread.sleep is not None:
            thread.sleep.end = at
            thread.sleep = None

    def note_processes(self, count: int) -> None:
        """Note how many processes the run has, by the kernel's word, in each pool that has a call asleep now.

        Its workers are all there then: one that has ended is replaced before its parent lets it go.
        """
        for thread in self._threads.values():
            if thread.sleep is not None and thread.call is not None:
                pool = self._pools.get((thread.call.master, thread.call.pool))
                if pool is not None and pool.size:
                    pool.processes = max(count, pool.processes or 0)

    def _on_sleep(self, peer: Peer, event: dict[str, Any], at: float) -> None:
        thread = self._thread(peer)
        seconds = float(event["s"])
        thread.sleep = Sleep(peer.pid, peer.main, thread.call.job if thread.call else None, seconds, at)
        self.recording.sleeps.append(thread.sleep)
        if thread.call is not None:
            thread.call.slept += seconds

    def _on_woke(self, peer: Peer, event: dict[str, Any], at: float) -> None:
        if self.recording.clock == "virtual":
            raise ValueError("only the grader wakes anybody")
        sleep = self._thread(peer).sleep
        if sleep is not None:
            self.recording.lateness = max(self.recording.lateness, at - sleep.start - sleep.seconds)
        self.release(peer, at)

    def _on_spin(self, peer: Peer, event: dict[str, Any], at: float) -> None:
        self.recording.spins += 1

    def _on_clock(self, peer: Peer, event: dict[str, Any], at: float) -> None:
        """Reading a clock leaves no trace in the recording."""

    def _on_wait(self, peer: Peer, event: dict[str, Any], at: float) -> None:
        """A wait with a limit shows as the question to its future."""

    def _on_enter(self, peer: Peer, event: dict[str, Any], at: float) -> None:
        thread = self._thread(peer)
        thread.waits += 1
        if thread.call is not None:
            thread.call.waited = True

    def _on_leave(self, peer: Peer, event: dict[str, Any], at: float) -> None:
        self._thread(peer).waits -= 1

    # the program ---------------------------------------------------------------------------------------------

    def _on_begin(self, peer: Peer, event: dict[str, Any], at: float) -> None:
        if self.recording.master is not None:
            raise ValueError("a run begins once")
        self.recording.master = peer.pid

    def _on_uncaught(self, peer: Peer, event: dict[str, Any], at: float) -> None:
        self.recording.uncaught = Error(**event["error"])

    def _on_main_ended(self, peer: Peer, event: dict[str, Any], at: float) -> None:
        """What follows is the interpreter's own end."""

    def _on_imported(self, peer: Peer, event: dict[str, Any], at: float) -> None:
        self.imported_at = at

    def _on_idle(self, peer: Peer, event: dict[str, Any], at: float) -> None:
        self.hold(peer)

    def _on_called(self, peer: Peer, event: dict[str, Any], at: float) -> None:
        self.returned = event

    # pools and calls -----------------------------------------------------------------------------------------

    def _on_pool(self, peer: Peer, event: dict[str, Any], at: float) -> None:
        pool = self._pool(peer.pid, event["pool"], at)
        pool.size, pool.kind, pool.method = int(event["size"]), str(event["kind"]), event["method"]
        self.recording.pools.append(pool)

    def _on_grown(self, peer: Peer, event: dict[str, Any], at: float) -> None:
        pool = self._pool(peer.pid, event["pool"], at)
        pool.size = max(pool.size, int(event["size"]))

    def _on_worker(self, peer: Peer, event: dict[str, Any], at: float) -> None:
        if event["pool"] is not None and event["worker"] is not None:
            self._pool(peer.pid, event["pool"], at).workers.append(int(event["worker"]))

    def _on_terminate(self, peer: Peer, event: dict[str, Any], at: float) -> None:
        if event["pool"] is not None:
            pool = self._pool(peer.pid, event["pool"], at)
            pool.terminated = at if pool.terminated is None else pool.terminated

    def _on_submit(self, peer: Peer, event: dict[str, Any], at: float) -> None:
        call = self._call(peer.pid, event["job"])
        if call.submitted is not None:
            raise ValueError("submitted twice")
        call.pool, call.how, call.tasks = event["pool"], str(event["how"]), event["tasks"]
        call.function, call.args, call.submitted = str(event["function"]), event["args"], at
        call.callable = event["callable"] is True
        self.recording.calls.append(call)
        self._count(call)

    def _on_start(self, peer: Peer, event: dict[str, Any], at: float) -> None:
        call = self._call(int(event["master"]), event["job"])
        call.started = at if call.started is None else call.started
        call.worker = peer.pid if call.worker is None or call.tasks != 1 else call.worker
        self._thread(peer).call = call

    def _on_end(self, peer: Peer, event: dict[str, Any], at: float) -> None:
        key = (int(event["master"]), int(event["job"]))
        call = self._call(*key)
        call.ended = at
        if call.resolved is None:
            _take_outcome(call, event)
        self._ended_tasks[key] = self._ended_tasks.get(key, 0) + 1
        call.lost = event.get("fatal") is True
        self._count(call)
        self._thread(peer).call = None

    def _on_resolve(self, peer: Peer, event: dict[str, Any], at: float) -> None:
        if peer.main and "value" in event:
            raise ValueError("it is a thread of the pool's own that resolves futures")
        call = self._call(peer.pid, event["job"])
        self._open_calls -= call.resolved is None
        call.resolved, call.lost = at, False
        self._count(call)
        _take_outcome(call, event)

    def _on_deaf(self, peer: Peer, event: dict[str, Any], at: float) -> None:
        """The thread that resolves a pool's futures has died: nobody will resolve those that are left."""
        self._deaf.add((peer.pid, int(event["pool"])))

    def _on_asked(self, peer: Peer, event: dict[str, Any], at: float) -> None:
        question = Question(str(event["what"]), at, at, event.get("answer"), event.get("raised"))
        self._call(peer.pid, event["job"]).questions.append(question)

    def _on_ask(self, peer: Peer, event: dict[str, Any], at: float) -> None:
        question = Question(str(event["what"]), at, timeout=event.get("timeout"))
        self._call(peer.pid, event["job"]).questions.append(question)
        self._thread(peer).questions.append(question)

    def _on_answer(self, peer: Peer, event: dict[str, Any], at: float) -> None:
        question = self._thread(peer).questions.pop()
        question.answered, question.raised = at, event.get("raised")

    def _on_wrote(self, peer: Peer, event: dict[str, Any], at: float) -> None:
        """Output is put together from the run's files (`grader.recording.output`)."""

    # -----------------------------------------------------------------------------------------------------------

    def _lose(self, peer: Peer) -> None:
        """A connection has ended. In the middle of a call that means: the worker died, and the call with it."""
        thread = self._threads.pop(peer, None)
        if thread is not None and thread.call is not None:
            key = (thread.call.master, thread.call.job)
            pool = self._pools.get((thread.call.master, thread.call.pool))
            thread.call.lost = pool is None or pool.terminated is None
            self._ended_tasks[key] = self._ended_tasks.get(key, 0) + 1
            self._count(thread.call)

    def _thread(self, peer: Peer) -> _Thread:
        return self._threads.setdefault(peer, _Thread())

    def _call(self, master: int, job: Any) -> Call:
        key = (master, int(job))
        if key not in self._calls:
            self._calls[key] = Call(master, key[1], None, None, None, None)
            self._open_calls += 1
        return self._calls[key]

    def _pool(self, master: int, number: Any, at: float) -> Pool:
        key = (master, int(number))
        if key not in self._pools:
            self._pools[key] = Pool(key[1], master, 0, "process", None, at)
        return self._pools[key]


def _take_outcome(call: Call, event: dict[str, Any]) -> None:
    call.error = Error(**event["error"]) if "error" in event else None
    call.value = event.get("value")
