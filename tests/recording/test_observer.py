"""The observer: events in, the recording and what the idle rule asks out. No process, no clock."""

from __future__ import annotations

import pytest

from grader.recording.channel import Peer, Tampered
from grader.recording.idle import Witness
from grader.recording.observer import Observer
from grader.recording.recording import Error, Question, Sleep

from .helpers import life, new_recording, peer, submission

MASTER = 100
ERROR = {"type": "ValueError", "bases": ["ValueError", "Exception"], "message": "Called broken function"}


class Story:
    """A run that the test tells, event by event."""

    def __init__(self) -> None:
        self.recording = new_recording()
        self.observer = Observer(self.recording)
        self.master, self.worker = peer(MASTER), peer(101)
        self.handler = peer(MASTER, main=False)  # the thread of the pool's own that resolves its futures
        self.at = 0.0
        self.tell(self.master, "begin")

    def tell(self, thread: Peer, event: str, **fields: object) -> None:
        self.observer.hear(thread, {"e": event, "t": 0, **fields}, self.at)

    def lose(self, thread: Peer) -> None:
        self.observer.hear(thread, None, self.at)

    def pool(self, number: int = 0, size: int = 2, kind: str = "process", method: str | None = "fork") -> None:
        self.tell(self.master, "pool", pool=number, size=size, kind=kind, method=method)

    def submit(self, job: int = 0, **changes: object) -> None:
        self.tell(self.master, "submit", **submission(job, **changes))

    def start(self, job: int = 0, thread: Peer | None = None) -> None:
        self.tell(thread or self.worker, "start", master=MASTER, job=job, task=0)

    def end(self, job: int = 0, thread: Peer | None = None, **outcome: object) -> None:
        self.tell(thread or self.worker, "end", master=MASTER, job=job, task=0, **(outcome or {"value": 13}))

    def resolve(self, job: int = 0, **outcome: object) -> None:
        self.tell(self.handler, "resolve", job=job, since=0, **(outcome or {"value": 13}))

    @property
    def call(self):
        (call,) = self.recording.calls
        return call


@pytest.fixture
def story() -> Story:
    return Story()


# calls ---------------------------------------------------------------------------------------------------------


def test_the_life_of_a_call(story):
    """Submission, start, sleep, end and resolution are put together from the events of two processes."""
    story.pool()
    for at, step in enumerate((story.submit, story.start, story.end, story.resolve)):
        story.at = float(at)
        step()
    call = story.call
    assert life(call) == (0.0, 1.0, 2.0, 3.0)
    assert (call.master, call.job, call.pool, call.how) == (MASTER, 0, 0, "apply_async")
    assert (call.function, call.args, call.worker, call.value, call.error) == ("slow_add", [1, 6, 7], 101, 13, None)


def test_a_call_that_raises(story):
    """The exception is the outcome, and there is no value."""
    story.pool(), story.submit(), story.start(), story.end(error=ERROR), story.resolve(error=ERROR)
    assert (story.call.value, story.call.error) == (None, Error(**ERROR))


def test_what_the_future_holds_is_the_outcome(story):
    """A value that cannot travel back is no value: the future's outcome counts, whichever event comes first."""
    story.pool(), story.submit(), story.start()
    story.resolve(error=ERROR)
    story.end(value=13)
    assert (story.call.value, story.call.error) == (None, Error(**ERROR))


def test_a_worker_may_be_heard_before_the_master(story):
    """The start of a call may arrive before its submission: both are of one call."""
    story.pool(), story.start(), story.end(), story.submit()
    assert (story.call.function, story.call.worker, story.call.value) == ("slow_add", 101, 13)


def test_a_call_that_nobody_submitted_is_no_call(story):
    """What a worker says of a job that the master never submitted stays out of the recording."""
    story.pool(), story.start(), story.end()
    assert story.recording.calls == []


def test_calls_come_in_the_order_of_their_submission(story):
    """Whoever starts first."""
    story.pool()
    for job in (4, 2, 3):
        story.submit(job)
    story.start(3), story.start(4, peer(102))
    assert [call.job for call in story.recording.calls] == [4, 2, 3]


def test_jobs_of_two_masters_are_two_calls(story):
    """Each process numbers its own jobs."""
    other = peer(200)
    story.pool(), story.submit(0)
    story.tell(other, "submit", **submission(0, function="f"))
    assert [(call.master, call.function) for call in story.recording.calls] == [(MASTER, "slow_add"), (200, "f")]


def test_a_map_starts_once_and_ends_last(story):
    """Of a call with several tasks the first start and the last end count."""
    other = peer(102)
    story.pool(), story.submit(tasks=2, how="map", args=None)
    story.start(), story.start(0, other)
    story.at = 1.0
    story.end()
    story.at = 3.0
    story.end(0, other)
    assert (story.call.started, story.call.ended, story.call.tasks) == (0.0, 3.0, 2)


def test_a_call_is_lost_with_its_worker(story):
    """A connection that ends in the middle of a call means that its worker died: the call has not ended."""
    story.pool(), story.submit(), story.start()
    story.lose(story.worker)
    assert (story.call.lost, story.call.ended) == (True, None)


def test_a_call_that_ends_its_worker_is_lost(story):
    """What is no Exception ends the worker before it could send anything: the future is never resolved."""
    story.pool(), story.submit(), story.start(), story.end(error=ERROR, fatal=True)
    assert (story.call.lost, story.call.resolved) == (True, None)


def test_a_call_that_was_terminated_with_its_pool_is_not_lost(story):
    """Its worker died because the master wanted it so."""
    story.pool(), story.submit(), story.start(), story.tell(story.master, "terminate", pool=0)
    story.lose(story.worker)
    assert story.call.lost is False


def test_what_is_no_function_can_be_submitted(story):
    """`apply_async(slow_add(1, 6, 7))` submits a number, and one must be able to show that."""
    story.pool(), story.submit(function="13", callable=False)
    assert (story.call.function, story.call.callable) == ("13", False)


def test_a_call_of_another_pool_is_lost(story):
    """That the first pool was terminated says nothing of the second."""
    story.pool(0), story.pool(1), story.tell(story.master, "terminate", pool=0)
    story.submit(pool=1), story.start()
    story.lose(story.worker)
    assert story.call.lost is True


def test_a_call_that_waited_for_others_is_known(story):
    """A call that waited for a lock took longer than it slept."""
    story.pool(), story.submit(), story.start()
    assert story.call.waited is False
    story.tell(story.worker, "enter", job=None)
    assert story.call.waited is True


def test_a_worker_that_dies_idle_loses_nothing(story):
    """Between two calls there is nothing to lose."""
    story.pool(), story.submit(), story.start(), story.end()
    story.lose(story.worker)
    assert story.call.lost is False


# sleeps --------------------------------------------------------------------------------------------------------


def test_a_sleep_belongs_to_the_call_that_it_is_in(story):
    """It begins with the event, ends with the answer, and adds to what its call slept."""
    story.pool(), story.submit(5), story.start(5)
    story.at = 1.0
    story.tell(story.worker, "sleep", s=2)
    story.observer.release(story.worker, 3.0)
    story.tell(story.worker, "sleep", s=0.5)
    assert story.recording.sleeps == [Sleep(101, True, 5, 2.0, 1.0, 3.0), Sleep(101, True, 5, 0.5, 1.0, None)]
    assert story.call.slept == 2.5


def test_a_sleep_in_the_master_is_in_no_call(story):
    """Also in another thread than its main thread, which is said."""
    story.tell(peer(MASTER, main=False), "sleep", s=1)
    assert story.recording.sleeps == [Sleep(MASTER, False, None, 1.0, 0.0, None)]


def test_a_real_sleeper_says_when_it_woke(story):
    """On the real clock a sleep ends with an event, and by how much it overran is kept: the most of all."""
    story.recording.clock = "real"
    for start, end in ((0.0, 1.25), (2.0, 3.125)):
        story.at = start
        story.tell(story.worker, "sleep", s=1)
        story.at = end
        story.tell(story.worker, "woke", s=1)
    assert [sleep.end for sleep in story.recording.sleeps] == [1.25, 3.125]
    assert story.recording.lateness == 0.25


# questions -----------------------------------------------------------------------------------------------------


def test_a_question_is_kept_with_its_answer(story):
    """What was asked when, and what came of it: some are answered at once."""
    story.pool(), story.submit()
    story.at = 1.0
    story.tell(story.master, "asked", job=0, what="ready", answer=False)
    story.tell(story.master, "asked", job=0, what="successful", raised="ValueError")
    story.tell(story.master, "ask", job=0, what="get")
    story.at = 3.0
    story.tell(story.master, "answer", job=0, what="get")
    assert story.call.questions == [
        Question("ready", 1.0, 1.0, False),
        Question("successful", 1.0, 1.0, None, "ValueError"),
        Question("get", 1.0, 3.0),
    ]


def test_a_question_that_raises_keeps_the_exception(story):
    """`get(timeout=1)` of an unfinished future raises TimeoutError."""
    story.pool(), story.submit()
    story.tell(story.master, "ask", job=0, what="get", timeout=1)
    story.tell(story.master, "answer", job=0, what="get", raised="TimeoutError")
    assert story.call.questions == [Question("get", 0.0, 0.0, None, "TimeoutError", 1)]


def test_a_question_may_never_be_answered(story):
    """A master that hangs in get() has asked."""
    story.pool(), story.submit()
    story.tell(story.master, "ask", job=0, what="get")
    assert story.call.questions == [Question("get", 0.0)]


def test_two_threads_may_ask_at_once(story):
    """An answer belongs to the latest question of its own thread."""
    poller = peer(MASTER, main=False)
    story.pool(), story.submit(0), story.submit(1)
    story.tell(story.master, "ask", job=0, what="get")
    story.tell(poller, "ask", job=1, what="wait")
    story.tell(story.master, "answer", job=0, what="get", raised="ValueError")
    story.tell(poller, "answer", job=1, what="wait")
    assert [call.questions[0].raised for call in story.recording.calls] == ["ValueError", None]


# pools and the program -----------------------------------------------------------------------------------------


def test_a_pool_is_kept_with_its_workers(story):
    """Its workers are known before it is; its end is the first one that is reported."""
    story.tell(story.master, "worker", pool=0, worker=101)
    story.tell(story.master, "worker", pool=0, worker=102)
    story.pool(size=2, method="spawn")
    for at in (4.0, 5.0):
        story.at = at
        story.tell(story.master, "terminate", pool=0)
    (pool,) = story.recording.pools
    assert (pool.size, pool.kind, pool.method, pool.workers) == (2, "process", "spawn", [101, 102])
    assert (pool.made, pool.terminated) == (0.0, 4.0)


def test_a_pool_that_grows_is_as_large_as_it_ever_was(story):
    """A script may reach into a pool that is at work."""
    story.pool(size=2, method="fork")
    for size in (4, 3):
        story.tell(story.master, "grown", pool=0, size=size)
    assert [pool.size for pool in story.recording.pools] == [4]


def test_workers_that_are_threads_have_no_pid(story):
    """A ThreadPool names no processes."""
    story.tell(story.master, "worker", pool=0, worker=None)
    story.tell(story.master, "worker", pool=None, worker=5)
    story.pool(kind="thread", method=None)
    assert story.recording.pools[0].workers == []


def test_the_master_is_who_begins(story):
    """Its main thread alone is the master's thread."""
    assert story.recording.master == MASTER
    assert story.observer.is_master(story.master)
    assert not story.observer.is_master(peer(MASTER, main=False))
    assert not story.observer.is_master(story.worker)


def test_an_uncaught_exception_is_kept(story):
    """With the student's line."""
    story.tell(story.master, "uncaught", error={**ERROR, "line": 7})
    assert story.recording.uncaught == Error(**ERROR, line=7)


def test_spins_are_counted(story):
    """Each turn that was held up counts."""
    story.tell(story.master, "spin", reads=False)
    story.tell(story.master, "spin", reads=True)
    assert story.recording.spins == 2


# what the idle rule asks ---------------------------------------------------------------------------------------


def witnesses(story: Story, steps: dict[str, object]) -> dict[str, Witness]:
    """Return what the events say after each step."""
    said = {}
    for name, step in steps.items():
        step()
        said[name] = story.observer.witness()
    return said


def test_what_the_events_say_while_a_call_lives(story):
    """A call must sleep, or be resolved, before everybody who could act is asleep."""
    assert witnesses(
        story,
        {
            "master computes": story.pool,
            "master sleeps": lambda: story.tell(story.master, "sleep", s=9),
            "submitted": story.submit,
            "started": story.start,
            "call sleeps": lambda: story.tell(story.worker, "sleep", s=1),
            "call awake": lambda: story.observer.release(story.worker, 1.0),
            "ended": story.end,
            "resolved": story.resolve,
            "master awake": lambda: story.observer.release(story.master, 9.0),
        },
    ) == {
        "master computes": Witness.UNKNOWN,
        "master sleeps": Witness.YES,
        "submitted": Witness.NO,
        "started": Witness.NO,
        "call sleeps": Witness.YES,
        "call awake": Witness.NO,
        "ended": Witness.NO,
        "resolved": Witness.YES,
        "master awake": Witness.UNKNOWN,
    }


def test_a_lost_call_is_waited_for_no_more(story):
    """Its worker is dead: nobody is about to act."""
    story.pool(), story.submit(), story.start(), story.tell(story.master, "enter", job=0)
    assert story.observer.witness() is Witness.NO
    story.lose(story.worker)
    assert story.observer.witness() is Witness.YES


def test_a_terminated_pool_is_waited_for_no_more(story):
    """Whatever was submitted to it never starts."""
    story.pool(), story.submit(), story.tell(story.master, "sleep", s=1)
    assert story.observer.witness() is Witness.NO
    story.tell(story.master, "terminate", pool=0)
    assert story.observer.witness() is Witness.YES


def test_a_callback_that_sleeps_holds_the_results_up(story):
    """The thread that resolves futures sleeps inside a callback: the result that waits for it is no reason to wait."""
    handler = peer(MASTER, main=False)
    story.pool(), story.submit(), story.start(), story.tell(story.master, "enter", job=0)
    story.end()
    assert story.observer.witness() is Witness.NO
    story.tell(handler, "sleep", s=1)
    assert story.observer.witness() is Witness.YES


def test_a_call_that_waits_for_a_lock_is_no_reason_to_wait(story):
    """Two calls share a lock: one sleeps while it holds it, the other waits without a limit."""
    other = peer(102)
    story.pool(), story.submit(0), story.submit(1), story.tell(story.master, "enter", job=0)
    story.start(0), story.start(1, other), story.tell(story.worker, "sleep", s=1)
    assert story.observer.witness() is Witness.NO
    story.tell(other, "enter", job=None)
    assert story.observer.witness() is Witness.YES


def test_nobody_waits_for_a_pool_that_has_gone_deaf(story):
    """The thread that resolves its futures has died: what has ended will never be resolved."""
    story.pool(), story.submit(), story.start(), story.end(), story.tell(story.master, "sleep", s=1)
    assert story.observer.witness() is Witness.NO
    story.tell(story.master, "deaf", pool=0)
    assert story.observer.witness() is Witness.YES


def test_an_imap_cannot_be_counted(story):
    """How many tasks it has is not known in advance."""
    story.pool(), story.submit(tasks=None, how="imap"), story.tell(story.master, "sleep", s=1)
    assert story.observer.witness() is Witness.UNKNOWN


def test_a_map_counts_its_tasks(story):
    """Of three tasks on two workers two must be asleep, then, when one has ended, two again, then one."""
    other = peer(102)
    story.pool(size=2), story.submit(tasks=3, how="map"), story.tell(story.master, "enter", job=0)
    said = []
    for thread in (story.worker, other):
        story.start(0, thread), story.tell(thread, "sleep", s=1)
        said.append(story.observer.witness())
    story.observer.release(other, 1.0), story.end(0, other)
    said.append(story.observer.witness())
    story.start(0, other), story.tell(other, "sleep", s=1)
    said.append(story.observer.witness())
    story.observer.release(story.worker, 2.0), story.end()
    said.append(story.observer.witness())
    assert said == [Witness.NO, Witness.YES, Witness.NO, Witness.YES, Witness.YES]


def test_waits_may_be_nested(story):
    """The master waits until it has left as often as it has entered."""
    known = []
    for event in ("enter", "enter", "leave", "leave"):
        story.tell(story.master, event, job=None)
        known.append(story.observer.in_known_wait())
    assert known == [True, True, True, False]


def test_another_threads_wait_is_not_the_masters(story):
    """Only the main thread of the script's process can be the one that everybody waits for."""
    story.tell(peer(MASTER, main=False), "enter", job=None)
    story.tell(story.worker, "enter", job=None)
    assert not story.observer.in_known_wait()


def test_who_is_held_is_blocked(story):
    """A thread that the grader has not answered yet does nothing."""
    story.observer.hold(story.master)
    assert story.observer.in_known_wait()
    story.observer.release(story.master, 1.0)
    assert not story.observer.in_known_wait()


def test_who_asks_what_to_call_next_is_blocked(story):
    """Between two calls of functions the process waits for the grader."""
    story.tell(story.master, "idle")
    assert story.observer.in_known_wait()


def test_somebody_sleeps_until_it_wakes_or_dies(story):
    """A sleep that has begun and not ended, of a thread that is there."""
    asleep = []
    for step in (
        lambda: story.tell(story.worker, "sleep", s=1),
        lambda: story.observer.release(story.worker, 1.0),
        lambda: story.tell(story.worker, "sleep", s=1),
        lambda: story.lose(story.worker),
    ):
        step()
        asleep.append(story.observer.somebody_sleeps())
    assert asleep == [True, False, True, False]


def test_only_the_master_sleeps_while_calls_are_left_open(story):
    """A master that polls what nobody works on moves the clock alone."""
    alone = []
    for step in (
        story.pool,
        story.submit,
        lambda: story.tell(story.master, "sleep", s=1),
        story.start,
        lambda: story.tell(story.worker, "sleep", s=1),
        lambda: story.observer.release(story.worker, 1.0),
        story.end,
        story.resolve,
    ):
        step()
        alone.append(story.observer.only_master_sleeps() and story.observer.has_open_calls())
    assert alone == [False, True, True, True, False, True, True, False]


def test_progress_is_what_a_call_makes(story):
    """Submission, start, end and resolution; not sleeping, asking or printing."""
    latest = []
    for at, step in enumerate(
        (
            story.submit,
            lambda: story.tell(story.master, "sleep", s=1),
            story.start,
            lambda: story.tell(story.master, "asked", job=0, what="ready", answer=False),
            story.end,
            lambda: story.tell(story.worker, "wrote", stream=1, end=5, size=5),
            story.resolve,
        )
    ):
        story.at = float(at)
        step()
        latest.append(story.observer.latest_progress)
    assert latest == [0.0, 0.0, 2.0, 2.0, 4.0, 4.0, 6.0]


def test_a_job_is_resolved_once_its_future_holds_its_outcome(story):
    """In the process that asks, and not before."""
    story.pool(), story.submit()
    assert not story.observer.is_resolved(story.master, 0)
    story.resolve()
    assert story.observer.is_resolved(story.master, 0)
    assert not story.observer.is_resolved(peer(200), 0)


def test_workers_that_die_before_their_first_call_are_respawned_for_ever(story):
    """Beyond two for each place and eight more, workers without a call begun are a storm; with calls they are not."""
    story.pool(size=2)
    for worker in range(12):
        story.tell(story.master, "worker", pool=0, worker=worker)
    assert not story.observer.respawns()
    story.tell(story.master, "worker", pool=0, worker=12)
    assert story.observer.respawns()
    story.submit(), story.start()
    assert not story.observer.respawns()


def test_what_a_function_gave_is_kept(story):
    """The latest outcome of a function that was called on demand, until the next."""
    story.tell(story.master, "called", value=5)
    assert story.observer.returned is not None
    assert story.observer.returned["value"] == 5


# what no honest run sends --------------------------------------------------------------------------------------


def test_an_unknown_kind_of_event_is_tampering(story):
    """Its name is said, not too much of it."""
    with pytest.raises(Tampered, match=r"an event of an unknown kind, 'x{40}'$"):
        story.tell(story.master, "x" * 1000)


@pytest.mark.parametrize("kind", ["_lose", "__init__", "hear", "on_sleep", ""])
def test_no_other_method_is_an_event(story, kind):
    """Only what the recorder sends can be said."""
    with pytest.raises(Tampered, match="an event of an unknown kind"):
        story.tell(story.master, kind)


OUTCOME = {"master": MASTER, "job": 0, "task": 0}
CALL = submission(0)
FORGED = [
    ("sleep", {}),
    ("sleep", {"s": "long"}),
    ("sleep", {"s": None}),
    ("pool", {"pool": 0}),
    ("pool", {"pool": 0, "size": "two", "kind": "process", "method": "fork"}),
    ("pool", {"pool": [], "size": 2, "kind": "process", "method": "fork"}),
    ("worker", {"pool": 0}),
    ("worker", {"pool": "first", "worker": 1}),
    ("terminate", {}),
    ("submit", {"job": 0}),
    ("submit", {**CALL, "job": None}),
    ("deaf", {}),
    ("deaf", {"pool": None}),
    ("start", {"job": 0}),
    ("start", {"master": "me", "job": 0}),
    ("end", {"master": MASTER, "job": {}}),
    ("end", {**OUTCOME, "error": "ValueError"}),
    ("end", {**OUTCOME, "error": {"kind": "ValueError"}}),
    ("resolve", {"job": 0, "error": None}),
    ("resolve", {}),
    ("ask", {"job": 0}),
    ("ask", {"what": "get"}),
    ("asked", {"job": 0, "what": "get", "answer": True}),
    ("asked", {"what": "ready", "answer": True}),
    ("uncaught", {}),
    ("uncaught", {"error": ["ValueError"]}),
    ("answer", {"job": 0, "what": "get"}),  # to no question
    ("pool", {"pool": 0, "size": float("inf"), "kind": "process", "method": "fork"}),
    ("start", {"master": float("inf"), "job": 0}),
]


@pytest.mark.parametrize(("kind", "fields"), FORGED)
def test_an_event_of_an_unknown_form_is_tampering(story, kind, fields):
    """What is missing or of another kind than the recorder sends is the run's outcome and no crash of the grader."""
    with pytest.raises(Tampered, match=f"an event of kind '{kind}' of an unknown form"):
        story.tell(story.master, kind, **fields)


def test_a_master_resolves_no_future_itself(story):
    """A thread of the pool's own does: whoever reports a result from the main thread has made it up."""
    story.pool(), story.submit()
    with pytest.raises(Tampered, match="an event of kind 'resolve' of an unknown form"):
        story.tell(story.master, "resolve", job=0, since=0, value=13)


def test_a_call_cannot_be_submitted_twice(story):
    """Each job is submitted once."""
    story.pool(), story.submit()
    with pytest.raises(Tampered, match="an event of kind 'submit' of an unknown form"):
        story.submit()


WRONG_KINDS = [
    ("submit", {**CALL, "tasks": "many"}),  # TypeError in `witness`
    ("submit", {**CALL, "tasks": [1]}),
    ("end", {**OUTCOME, "error": {"type": 5, "bases": None, "message": []}}),  # TypeError in a check
    ("uncaught", {"error": {"type": "ValueError", "bases": 5, "message": None}}),
]


@pytest.mark.parametrize(("kind", "fields"), WRONG_KINDS)
def test_a_field_of_the_wrong_type_is_tampering(story, kind, fields):
    """A recording holds what its fields say, so that nobody who reads it stumbles."""
    with pytest.raises(Tampered):
        story.tell(story.master, kind, **fields)


def test_the_tasks_of_a_pool_are_counted_call_by_call(story):
    """What was submitted, has ended and is not resolved is kept up to date, whatever becomes of a call."""
    story.pool(size=2)
    for job in range(3):
        story.submit(job)
    (activity,) = story.observer.activity()
    assert (activity.submitted, activity.ended, activity.unresolved) == (3, 0, 0)
    story.start(0), story.end(0)
    (activity,) = story.observer.activity()
    assert (activity.submitted, activity.ended, activity.unresolved) == (3, 1, 1)
    story.resolve(0)
    (activity,) = story.observer.activity()
    assert (activity.submitted, activity.ended, activity.unresolved) == (3, 1, 0)
    assert story.observer.has_open_calls()
    for job in (1, 2):
        story.start(job), story.end(job), story.resolve(job)
    assert not story.observer.has_open_calls()
