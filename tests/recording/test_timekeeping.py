"""Who decides what time it is, with a tree, a machine's clock and threads that follow a script: nothing runs."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest

from grader.recording import timekeeping
from grader.recording.channel import Peer, Tampered
from grader.recording.observer import Observer
from grader.recording.processes import Snapshot, Usage
from grader.recording.timekeeping import RealTimekeeper, VirtualTimekeeper

from .helpers import Line, new_recording, peer, submission, turns_until

MASTER = 100


class FakeTree:
    """A tree of one thread, of which the test says whether it sleeps, how often it ran, and what it has burnt."""

    def __init__(self) -> None:
        self.asleep = True
        self.switches = 0
        self.cpu = 0.0

    def snapshot(self, since: Snapshot | None = None) -> Snapshot:
        return Snapshot({(MASTER, MASTER): self.switches}, self.asleep)

    def usage(self) -> Usage:
        return Usage(1, 1, self.cpu, 0)


class World:
    """A run without processes: the test tells what its threads report, and reads what they are answered."""

    def __init__(self, machine: SimpleNamespace) -> None:
        self.machine = machine
        self.tree = FakeTree()
        self.recording = new_recording()
        self.observer = Observer(self.recording)
        self.time = VirtualTimekeeper(self.observer, self.tree)  # type: ignore[arg-type]
        self.master = peer(MASTER)
        self.handler = peer(MASTER, main=False)  # the thread of the pool's own that resolves its futures
        self.tell(self.master, "begin")

    def tell(self, thread: Peer, event: str, **fields: object) -> None:
        """Let a thread report an event, as `Run` takes it in."""
        self._hear(thread, {"e": event, "t": 0, **fields})

    def lose(self, thread: Peer) -> None:
        """End a thread's connection."""
        self._hear(thread, None)

    def _hear(self, thread: Peer, event: dict[str, object] | None) -> None:
        at = self.time.at(event)
        self.observer.hear(thread, event, at)
        self.time.hear(thread, event)

    def pool(self, size: int, calls: int) -> None:
        """Make a pool to which so many calls were submitted."""
        self.tell(self.master, "pool", pool=0, size=size, kind="process", method="fork")
        for job in range(calls):
            self.submit(job)

    def submit(self, job: int) -> None:
        """Submit a call to that pool."""
        self.tell(self.master, "submit", **submission(job))

    def work(self, worker: Peer, job: int, seconds: float) -> None:
        """Let a worker begin a call and fall asleep in it."""
        self.tell(worker, "start", master=MASTER, job=job, task=0)
        self.tell(worker, "sleep", s=seconds)

    def finish(self, worker: Peer, job: int) -> None:
        """Let a worker end its call, and the master take the result."""
        self.tell(worker, "end", master=MASTER, job=job, task=0, value=None)
        self.tell(self.handler, "resolve", job=job, since=0, value=None)

    def advance(self, *, silent: bool = True) -> bool:
        """Let the clock jump if it may."""
        return self.time.advance(lambda: silent)

    def look(self) -> None:
        """Let so much real time pass that the keeper of the time looks at the tree, and does so twice."""
        self.wait(0.0625), self.advance(), self.advance()

    def wait(self, seconds: float) -> None:
        """Let real time pass, in which nothing happens."""
        self.machine.seconds += seconds

    @property
    def jumps(self) -> dict[str, int]:
        return self.recording.jumps


def answers(thread: Peer) -> list[float]:
    """Return the virtual times, in seconds, that a thread was answered."""
    line: object = thread.socket
    assert isinstance(line, Line)
    return [json.loads(data)["now"] / 1_000_000 for data in line.sent]


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The machine's clock, which stands still until the test moves it."""
    clock = SimpleNamespace(seconds=8.0)
    clock.monotonic = lambda: clock.seconds
    clock.monotonic_ns = lambda: round(clock.seconds * 1e9)
    monkeypatch.setattr(timekeeping, "time", clock)
    return clock


@pytest.fixture
def world(machine: SimpleNamespace) -> World:
    return World(machine)


# sleeping ------------------------------------------------------------------------------------------------------


def test_a_sleeper_is_answered_when_its_time_has_come(world):
    """The one who sleeps alone wakes at once in real time, and at its time on the clock."""
    world.tell(world.master, "sleep", s=1.5)
    assert (world.time.now, answers(world.master)) == (0.0, [])
    assert world.advance()
    assert (world.time.now, answers(world.master), world.jumps) == (1.5, [1.5], {"sure": 1})


def test_nothing_moves_when_nobody_sleeps(world):
    """With nobody to wake there is no jump, however quiet it is."""
    assert not world.advance()
    world.wait(100)
    assert not world.advance()
    assert (world.time.now, world.jumps) == (0.0, {})


def test_one_thread_wakes_a_jump(world):
    """Of two who are due together the second sleeps on until the clock may jump again."""
    one, two = peer(1), peer(2)
    world.pool(2, 2)
    world.tell(world.master, "enter", job=0)
    world.work(one, 0, 1)
    world.work(two, 1, 1)
    assert world.advance()
    assert (answers(one), answers(two)) == ([1.0], [])
    world.finish(one, 0)
    assert world.advance()
    assert (world.time.now, answers(two)) == (1.0, [1.0])


def test_the_master_wakes_after_the_workers(world):
    """A master that is due with a worker finds that the worker's call has ended."""
    worker = peer(1)
    world.pool(1, 1)
    world.tell(world.master, "sleep", s=1)
    world.work(worker, 0, 1)
    world.advance()
    assert (answers(worker), answers(world.master)) == ([1.0], [])
    world.finish(worker, 0)
    world.advance()
    assert answers(world.master) == [1.0]


def test_an_unread_message_stops_the_jump(world):
    """What a thread reported before it fell asleep is taken in before the clock moves."""
    world.tell(world.master, "sleep", s=1)
    assert not world.advance(silent=False)
    assert (world.time.now, answers(world.master)) == (0.0, [])
    assert world.advance()


def test_it_is_asked_last_whether_messages_are_unread(world):
    """A message that arrives while the kernel is asked must be seen, so the messages are asked after the kernel."""
    order = []
    world.tree.snapshot = lambda since: order.append("kernel") or Snapshot({}, True)
    world.tell(world.master, "sleep", s=1)
    world.time.advance(lambda: bool(order.append("messages")) or True)
    assert order == ["kernel", "kernel", "messages"]


def test_the_shortest_sleep_takes_a_microsecond(world):
    """Time passes in every sleep, also in one that is shorter than the clock can count."""
    world.tell(world.master, "sleep", s=1e-9)
    world.advance()
    assert answers(world.master) == [0.000001]


def test_a_thread_that_is_gone_is_not_waited_for(world):
    """The sleep of a worker that was killed is no time to jump to."""
    gone = peer(1)
    world.tell(gone, "sleep", s=1)
    world.tell(world.master, "sleep", s=5)
    world.lose(gone)
    world.advance()
    assert (world.time.now, answers(world.master)) == (5.0, [5.0])


def test_events_bear_the_time_before_the_jump(world):
    """An event is as late as the clock stands, whatever its sender says."""
    world.tell(world.master, "sleep", s=1)
    assert world.time.at({"e": "wrote", "t": 10**18}) == 0.0
    world.advance()
    assert world.time.at(None) == 1.0


# the idle rule -------------------------------------------------------------------------------------------------


def test_nothing_jumps_while_a_thread_runs(world):
    """A thread that is runnable stops the clock, whatever the events say."""
    world.tell(world.master, "sleep", s=1)
    world.tree.asleep = False
    assert not world.advance()
    world.tree.asleep = True
    assert world.advance()


def test_nothing_jumps_when_a_thread_ran_between_two_looks(world):
    """A thread that ran and slept again has switched, so the two looks differ."""
    world.tell(world.master, "sleep", s=1)
    looks = iter([1, 2, 3, 3])
    world.tree.snapshot = lambda since: Snapshot({(1, 1): next(looks)}, True)
    assert not world.advance()
    assert world.advance()


def test_a_blind_spot_of_the_hooks_costs_fifty_milliseconds(world):
    """Where the master is in something unknown, the kernel must be quiet for 50 ms, and the jump is a guess."""
    world.tell(peer(1), "sleep", s=1)
    for passes, jumps in ((0.0, False), (0.0, False), (0.04, False), (0.02, True)):
        world.wait(passes)
        assert world.advance() is jumps
    assert world.jumps == {"guess": 1}


def test_each_guess_needs_a_silence_of_its_own(world):
    """After a jump somebody is awake: what was quiet before it does not count for the next."""
    world.tell(peer(1), "sleep", s=1)
    world.tell(peer(2), "sleep", s=1)
    world.advance(), world.advance(), world.wait(0.06)
    assert world.advance()
    assert not world.advance()
    world.advance(), world.wait(0.06)
    assert world.advance()


def test_calls_that_end_together_wake_in_the_order_of_their_submission(world):
    """Whichever worker began first: what follows when one of two has ended is the same in every run."""
    first, second = peer(1), peer(2)
    world.pool(2, 2)
    world.work(second, 1, 1.0), world.work(first, 0, 1.0)
    world.tell(world.master, "enter", job=0)
    assert world.advance()
    assert (answers(first), answers(second)) == ([1.0], [])


def test_a_call_that_has_not_begun_costs_a_second(world):
    """When a worker could take a call and does not, the clock waits a second before it believes that none will."""
    world.pool(2, 1)
    world.tell(world.master, "sleep", s=1)
    for passes, jumps in ((0.0, False), (0.0625, False), (0.0, False), (0.75, False), (0.25, True)):
        world.wait(passes)
        assert world.advance() is jumps
    assert (world.jumps, world.time.now) == ({"slow": 1}, 1.0)


def test_the_second_is_not_waited_for_again(world):
    """While the events say the very same, which silence has denied, 50 ms are enough from then on."""
    world.pool(2, 1)
    world.tell(world.master, "sleep", s=1)
    world.look(), world.wait(1.0), world.advance()
    world.tell(world.master, "sleep", s=1)
    for passes, jumps in ((0.0, False), (0.0625, False), (0.0, False), (0.06, True)):
        world.wait(passes)
        assert world.advance() is jumps
    assert (world.jumps, world.time.now) == ({"slow": 2}, 2.0)


def test_other_words_are_believed_again(world):
    """When another call waits for a worker, the events say something new, and the second counts again."""
    world.pool(2, 1)
    world.tell(world.master, "sleep", s=1)
    world.look(), world.wait(1.0), world.advance()
    world.submit(7)
    world.tell(world.master, "sleep", s=1)
    for passes, jumps in ((0.0, False), (0.0625, False), (0.0, False), (0.75, False), (0.25, True)):
        world.wait(passes)
        assert world.advance() is jumps


def test_an_event_breaks_the_silence(world):
    """What was quiet before an event does not count after it."""
    world.tell(peer(1), "sleep", s=1)
    world.advance(), world.advance(), world.wait(0.06)
    world.tell(world.master, "clock")
    assert not world.advance()
    world.advance(), world.wait(0.06)
    assert world.advance()


def test_a_tree_that_burns_a_second_is_moved_on(world):
    """A thread of the library may spin, so that the tree is never quiet: a second of CPU time forces a jump."""
    world.tree.asleep = False
    world.tell(world.master, "sleep", s=1)
    for cpu, jumps in ((0.5, False), (1.49, False), (1.5, True)):
        world.tree.cpu = cpu
        world.wait(0.2)
        assert world.advance() is jumps
    assert (world.jumps, world.time.now) == ({"forced": 1}, 1.0)


def test_a_run_that_is_forced_on_too_often_only_burns(world):
    """Four forced jumps may be; with the fifth it is plain that the tree keeps the processor busy."""
    world.tree.asleep = False
    burns = []
    for turn in range(1, 6):
        world.tell(world.master, "sleep", s=1)
        world.wait(0.2)
        assert not world.advance()
        world.tree.cpu = float(turn)
        world.wait(0.2)
        assert world.advance()
        burns.append(world.time.burns)
    assert burns == [False, False, False, False, True]


def test_what_was_burnt_before_an_event_forces_nothing(world):
    """Only CPU time since the latest event counts: a script that computes first must not be hurried afterwards."""
    world.tree.cpu = 5.0  # nobody slept so far, so nobody has looked
    world.wait(5)
    world.pool(2, 2)
    world.tell(world.master, "enter", job=0)
    world.work(peer(1), 0, 1)
    world.tree.asleep = False  # the other worker is only just starting
    assert not world.advance()


def test_without_a_tree_the_events_decide(machine):
    """Where the kernel cannot tell who ran, a program of one thread still sleeps virtually."""
    world = World(machine)
    world.time = VirtualTimekeeper(world.observer, None)
    world.tell(world.master, "sleep", s=2)
    assert world.advance()
    assert (world.time.now, answers(world.master)) == (2.0, [2.0])


def test_who_is_about_to_sleep_is_looked_at_sooner(world):
    """While a sleeper waits for the tree to become quiet the next look comes soon, otherwise there is no hurry."""
    calm = world.time.pause()
    world.tell(world.master, "sleep", s=1)
    assert 0 < world.time.pause() < calm


# hanging -------------------------------------------------------------------------------------------------------


def test_a_run_in_which_the_master_waits_for_nobody_hangs_after_a_second(world):
    """Everybody asleep in the kernel, nobody on the clock, the master in a get() without a limit: it never ends."""
    world.tell(world.master, "enter", job=0)
    world.look(), world.wait(0.75)
    assert not world.time.hangs()
    world.wait(0.25)
    assert world.time.hangs()


def test_a_run_hangs_elsewhere_after_six_seconds(world):
    """A master in something unknown may be in a wait with a limit in real seconds, and gets more time."""
    world.look(), world.wait(5.75)
    assert not world.time.hangs()
    world.wait(0.25)
    assert world.time.hangs()


def test_a_run_in_which_something_runs_does_not_hang(world):
    """A busy thread may still end what the others wait for."""
    world.tell(world.master, "enter", job=0)
    world.tree.asleep = False
    world.look(), world.wait(100)
    assert not world.time.hangs()


def test_a_run_in_which_somebody_sleeps_does_not_hang(world):
    """There is a time to jump to."""
    world.tell(world.master, "enter", job=0)
    world.tell(peer(1), "sleep", s=1)
    world.advance(silent=False), world.wait(100)
    assert not world.time.hangs()


def test_an_event_saves_a_run_from_hanging(world):
    """Whoever reports something is alive."""
    world.tell(world.master, "enter", job=0)
    world.advance(), world.advance(), world.wait(100)
    world.tell(peer(1), "enter", job=None)
    assert not world.time.hangs()


# waiting with a limit ------------------------------------------------------------------------------------------


def test_a_wait_with_a_limit_ends_at_its_limit(world):
    """`wait(2)` of a call that takes 5 s comes back after 2 s."""
    world.pool(1, 1)
    world.work(peer(1), 0, 5)
    world.tell(world.master, "wait", job=0, s=2)
    world.advance()
    assert answers(world.master) == [2.0]


def test_a_wait_with_a_limit_ends_with_its_future(world):
    """`wait(9)` of a call that takes 5 s comes back after 5 s, and its limit is no time to jump to any more."""
    worker = peer(1)
    world.pool(1, 1)
    world.work(worker, 0, 5)
    world.tell(world.master, "wait", job=0, s=9)
    world.advance()
    world.finish(worker, 0)
    assert answers(world.master) == [5.0]
    assert not world.advance()
    assert world.time.now == 5.0


def test_a_wait_for_what_is_resolved_does_not_wait(world):
    """A future that holds its outcome is answered at once."""
    world.pool(1, 1)
    world.finish(peer(1), 0)
    world.tell(world.master, "wait", job=0, s=2)
    assert answers(world.master) == [0.0]


def test_a_future_of_another_process_ends_no_wait(world):
    """Jobs are numbered in each process: job 0 of another master is another job."""
    other = peer(200, main=False)
    world.tell(world.master, "wait", job=0, s=2)
    world.tell(other, "resolve", job=0, since=0, value=None)
    assert answers(world.master) == []


def test_another_future_ends_no_wait(world):
    """Who waits for job 0 does not care about job 1."""
    world.tell(world.master, "wait", job=0, s=2)
    world.tell(world.handler, "resolve", job=1, since=0, value=None)
    assert answers(world.master) == []


# spinning ------------------------------------------------------------------------------------------------------


def test_a_poller_that_never_looks_at_the_clock_waits_until_anybody_wakes(world):
    """`while not f.ready(): pass` goes on when time has passed, and costs no jump of its own."""
    worker = peer(1)
    world.pool(1, 1)
    world.work(worker, 0, 3)
    world.tell(world.master, "spin", reads=False)
    assert (answers(world.master), world.recording.spins) == ([], 1)
    assert world.advance()
    assert (answers(worker), answers(world.master)) == ([3.0], [])
    world.tell(worker, "sleep", s=1)
    assert world.advance()
    assert (answers(worker), answers(world.master)) == ([3.0], [3.0])


def test_a_poller_goes_on_when_a_future_is_resolved(world):
    """What it waits for has happened, so it need not wait for the clock."""
    worker = peer(1)
    world.pool(1, 1)
    world.work(worker, 0, 3)
    world.tell(world.master, "spin", reads=False)
    world.advance()
    world.finish(worker, 0)
    assert answers(world.master) == [3.0]
    world.tell(world.master, "sleep", s=1)
    assert world.advance()
    assert answers(world.master) == [3.0, 4.0]


def test_a_future_of_another_process_is_nothing_to_go_on_for(world):
    """A poller sees the futures of its own process only."""
    world.tell(world.master, "spin", reads=False)
    world.tell(peer(200, main=False), "resolve", job=0, since=0, value=None)
    assert answers(world.master) == []


def test_pollers_go_on_one_a_jump(world):
    """Two threads that poll go on one after the other, in the order in which they came, before the next sleeper."""
    other, sleepers = peer(MASTER, main=False), [peer(1), peer(2)]
    for seconds, sleeper in enumerate(sleepers, 1):
        world.tell(sleeper, "sleep", s=seconds)
    world.tell(other, "spin", reads=False)
    world.tell(world.master, "spin", reads=False)
    woken = []
    for _ in range(4):
        world.tell(world.master, "enter", job=None)
        assert world.advance()
        woken.append([answers(thread) for thread in (*sleepers, other, world.master)])
    assert woken == [
        [[1.0], [], [], []],
        [[1.0], [], [1.0], []],
        [[1.0], [], [1.0], [1.0]],
        [[1.0], [2.0], [1.0], [1.0]],
    ]


def test_a_poller_alone_hangs(world):
    """When nobody sleeps, nobody will wake: polling for ever is hanging."""
    world.tell(world.master, "spin", reads=False)
    world.look(), world.wait(1)
    assert not world.advance()
    assert world.time.hangs()


def test_a_poller_that_is_gone_is_not_woken(world):
    """A process that dies while it polls is forgotten."""
    gone, other = peer(2), peer(3)
    world.tell(world.master, "enter", job=0)
    for spinner in (gone, other):
        world.tell(spinner, "spin", reads=False)
    world.tell(peer(1), "sleep", s=1)
    world.lose(gone)
    assert [world.advance() for _ in range(3)] == [True, True, False]
    assert (answers(gone), answers(other)) == ([], [1.0])


def test_a_waiter_that_is_gone_is_not_answered(world):
    """Nor is its limit a time to jump to."""
    other = peer(MASTER, main=False)
    world.tell(other, "wait", job=0, s=2)
    world.lose(other)
    world.tell(world.handler, "resolve", job=0, since=0, value=None)
    assert not world.advance()
    assert answers(other) == []


def test_a_poller_that_looks_at_the_clock_pays_a_millisecond(world):
    """A loop with a limit in time must reach it: each turn that is held up takes a millisecond."""
    world.tell(world.master, "clock")
    world.tell(world.master, "spin", reads=True)
    world.advance()
    assert answers(world.master) == [0.0, 0.001]


# reading the clock ---------------------------------------------------------------------------------------------


def loop(world: World, until: float) -> list[float]:
    """Let the master read the clock until it says so, and return the different times that it saw."""
    seen = [world.time.now]
    while seen[-1] < until:
        world.tell(world.master, "clock")
        if world.advance():
            seen.append(world.time.now)
    assert answers(world.master)[-1] == seen[-1]
    return seen


def test_a_reading_of_the_clock_is_free(world):
    """A hundred readings at one instant cost no time."""
    for _ in range(100):
        world.tell(world.master, "clock")
    assert answers(world.master) == [0.0] * 100


def test_the_hundred_and_first_reading_pays(world):
    """Who reads the clock that often waits for it, in a millisecond; the next reading is free, and so on in turn."""
    for _ in range(101):
        world.tell(world.master, "clock")
    assert len(answers(world.master)) == 100
    for now in (0.001, 0.002, 0.003):
        assert world.advance()
        assert answers(world.master)[-1] == now
        world.tell(world.master, "clock")
        assert answers(world.master)[-2:] == [now, now]
        world.tell(world.master, "clock")


def test_a_turn_costs_a_tenth_of_the_loop(world):
    """A loop of a minute takes few turns more than one of a second: each takes a tenth of the loop so far, or 1 ms."""
    assert loop(world, until=60) == [now / 1_000_000 for now in turns_until(60_000_000)]


@pytest.mark.parametrize(("event", "fields"), [("sleep", {"s": 1}), ("wait", {"s": 1, "job": 0})])
def test_a_pause_ends_the_loop(world, event, fields):
    """Who sleeps or waits between two readings starts a new loop: readings are free again, and turns are short."""
    loop(world, until=1)
    world.tell(world.master, event, **fields)
    world.advance()
    start = world.time.now
    for _ in range(100):
        world.tell(world.master, "clock")
    assert answers(world.master)[-100:] == [start] * 100
    world.tell(world.master, "clock")
    world.advance()
    assert world.time.now == start + 0.001


def test_threads_pay_for_themselves(world):
    """The readings of one thread do not use up those of another."""
    other = peer(1)
    for _ in range(100):
        world.tell(world.master, "clock")
    world.tell(other, "clock")
    assert answers(other) == [0.0]


# pausing briefly -----------------------------------------------------------------------------------------------


def pause(world: World, thread: Peer, seconds: float, times: int) -> None:
    for _ in range(times):
        world.tell(thread, "sleep", s=seconds)
        world.tell(world.master, "enter", job=0)
        assert world.advance()
        world.tell(world.master, "leave", job=0)


def test_a_master_may_pause_briefly_four_hundred_times(world):
    """Each jump costs real time, so that a master which polls every millisecond polls every 50 ms in the end."""
    pause(world, world.master, 0.001, 400)
    assert world.time.now == 0.4
    pause(world, world.master, 0.001, 1)
    assert world.time.now == 0.45


def test_pauses_that_are_not_brief_stay_as_they_are(world):
    """From 50 ms on a pause is as long as it was asked for, however many there are."""
    pause(world, world.master, 0.05, 500)
    pause(world, world.master, 0.06, 1)
    assert world.time.now == 25.06


def test_a_worker_may_pause_as_often_as_it_likes(world):
    """A call that sleeps in a thousand steps sleeps as long as it says."""
    pause(world, peer(1), 0.001, 1000)
    assert world.time.now == 1.0


# what no honest run sends --------------------------------------------------------------------------------------

FORGED = [
    ("sleep", {"s": float("nan")}),
    ("sleep", {"s": float("inf")}),
    ("wait", {"s": 1}),
    ("wait", {"job": 0}),
    ("wait", {"job": 0, "s": "soon"}),
    ("wait", {"job": 0, "s": float("inf")}),
    ("spin", {}),
]


@pytest.mark.parametrize(("event", "fields"), FORGED)
def test_a_question_about_time_of_an_unknown_form_is_tampering(world, event, fields):
    """Whatever a student's process sends is the run's outcome and no crash of the grader."""
    with pytest.raises(Tampered):
        world.tell(world.master, event, **fields)


def test_a_second_question_before_the_answer_is_tampering(world):
    """A thread that sleeps cannot ask to sleep."""
    world.tell(world.master, "sleep", s=1)
    with pytest.raises(Tampered):
        world.tell(world.master, "sleep", s=1)


# the machine's own clock ---------------------------------------------------------------------------------------


@pytest.fixture
def real(machine: SimpleNamespace) -> RealTimekeeper:
    recording = new_recording()
    real = RealTimekeeper(Observer(recording))
    machine.seconds += 2.5
    return real


def test_real_time_counts_from_the_start_of_the_run(real):
    """Now is as many seconds as have passed since the run began."""
    assert real.now == 2.5


def test_real_events_bear_their_senders_stamp(real):
    """An event is as late as its sender says, but it was under way for 0.4 s at most, and is not of the future."""
    assert real.at({"e": "wrote", "t": 10_250_000_000}) == 2.25
    assert real.at({"e": "wrote", "t": 9_000_000_000}) == 2.1
    assert real.at({"e": "wrote", "t": 12_000_000_000}) == 2.5


def test_real_events_are_not_before_the_start(machine):
    """Whatever their senders say."""
    machine.seconds = 8.0
    real = RealTimekeeper(Observer(new_recording()))
    machine.seconds = 8.25
    assert real.at({"e": "wrote", "t": 5}) == 0.0


def test_real_time_is_never_advanced(real):
    """Nobody waits for an answer about it, so there is nobody to wake."""
    assert real.advance(lambda: True) is False
    assert real.now == 2.5
    assert 0 < real.pause() < 1


def test_a_real_silence_of_six_seconds_is_a_hang(real, machine):
    """When nobody has slept and nothing has happened for so long, nothing will."""
    real.hear(peer(1), {"e": "clock", "t": 0})
    machine.seconds += 5.75
    assert not real.hangs()
    machine.seconds += 0.25
    assert real.hangs()


def test_a_real_sleeper_keeps_the_run_alive(machine):
    """A sleep of ten seconds is silent for ten seconds."""
    observer = Observer(new_recording())
    real = RealTimekeeper(observer)
    observer.hear(peer(1), {"e": "sleep", "t": 0, "s": 10}, 0.0)
    machine.seconds += 9
    assert not real.hangs()
