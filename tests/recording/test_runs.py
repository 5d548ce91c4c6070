"""Recordings of real scripts: what they did and when, how they ended, and that nothing of them stays behind."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import tempfile
import warnings
from pathlib import Path

import pytest

from grader.recording.launcher import FreshLauncher, Launcher, LauncherFailed
from grader.recording.processes import kernel_can_tell
from grader.recording.recording import Ending, Error
from grader.recording.runner import Runner
from grader.recording.schedule import ideal_schedule
from grader.recording.script import Script

from .helpers import is_alive, life, printed, turns_until, write

pytestmark = pytest.mark.skipif(not kernel_can_tell(), reason="runs on the virtual clock need /proc")

SOLUTIONS = Path(__file__).parents[2] / "solutions"
POOL = """
    import os, sys, time
    from multiprocessing import Pool, TimeoutError

    def f(nsecs):
        time.sleep(nsecs)
        return nsecs

"""


# the solutions, under every start method -----------------------------------------------------------------------


def test_poolapply_takes_six_seconds(any_runner):
    """One call after the other: 5 s, then 1 s; who wrote which line, and when."""
    recording = any_runner.record(SOLUTIONS / "poolapply.py")
    assert (recording.succeeded, recording.elapsed, recording.jumps) == (True, 6.0, {"sure": 2})
    first, second = recording.calls
    assert (life(first), life(second)) == ((0.0, 0.0, 5.0, 5.0), (5.0, 5.0, 6.0, 6.0))
    master, one, two = recording.master, first.worker, second.worker
    assert [(line.at, line.pid, line.text) for line in recording.lines] == [
        (0.0, master, f"Master process is PID {master}"),
        (0.0, one, f"Process {one} going to sleep for 5 second(s)"),
        (5.0, one, f"Process {one} waking up"),
        (5.0, master, "Result is 5"),
        (5.0, two, f"Process {two} going to sleep for 1 second(s)"),
        (6.0, two, f"Process {two} waking up"),
        (6.0, master, "Result is 13"),
    ]
    assert master not in (one, two)


def test_applyasync_takes_one_second(any_runner):
    """Two calls of a second each, in two workers at the same time."""
    recording = any_runner.record(SOLUTIONS / "applyasync.py")
    assert (recording.succeeded, recording.elapsed, recording.jumps) == (True, 1.0, {"sure": 2})
    assert [life(call) for call in recording.calls] == [(0.0, 0.0, 1.0, 1.0)] * 2
    assert [(call.function, call.how, call.args, call.value) for call in recording.calls] == [
        ("slow_add", "apply_async", [1, 6, 7], 13),
        ("slow_add", "apply_async", [1, 2, 3], 5),
    ]
    (pool,) = recording.pools
    assert {call.worker for call in recording.calls} == set(pool.workers)
    for call in recording.calls:
        assert [(line.at, line.text) for line in recording.lines if line.pid == call.worker] == [
            (0.0, f"Process {call.worker} going to sleep for 1 second(s)"),
            (1.0, f"Process {call.worker} waking up"),
        ]


@pytest.mark.parametrize(("workers", "seconds"), [(1, 17), (2, 9), (3, 6), (5, 5), (8, 5)])
def test_future_follows_the_ideal_schedule(any_runner, workers, seconds):
    """With N workers each call starts and ends to the microsecond when the ideal schedule says."""
    recording = any_runner.record(SOLUTIONS / "future.py", [str(workers)])
    assert (recording.succeeded, recording.elapsed, set(recording.jumps)) == (True, seconds, {"sure"})
    slots = ideal_schedule([3, 2, 1, 5, 4, 2], workers)
    assert [(call.started, call.ended) for call in recording.calls] == [(slot.start, slot.end) for slot in slots]
    assert [call.resolved for call in recording.calls] == [slot.end for slot in slots]
    (pool,) = recording.pools
    assert (pool.size, len(pool.workers)) == (workers, workers)
    assert printed(recording)[-6:] == [
        "Process 0 was successful. Result is 13",
        "Process 1 was successful. Result is 3",
        "Process 2 was successful. Result is 9",
        "Process 3 was successful. Result is 7",
        "Process 4 failed! The error is ValueError('Called broken function')",
        "Process 5 was successful. Result is 2",
    ]


def test_the_pool_knows_its_start_method(any_runner):
    """The default one of the run, which the script did not choose."""
    recording = any_runner.record(SOLUTIONS / "applyasync.py")
    (pool,) = recording.pools
    assert pool.method == recording.start_method == any_runner.options.start_method
    assert (pool.kind, pool.made, pool.terminated) == ("process", 0.0, 1.0)


def test_a_script_may_choose_its_start_method(record):
    """`set_start_method` and `get_context` are the student's to call."""
    recording = record(
        """
        import multiprocessing

        if __name__ == "__main__":
            multiprocessing.set_start_method("forkserver")
            for pool in (multiprocessing.Pool(1), multiprocessing.get_context("spawn").Pool(1)):
                print(pool.apply(abs, [-5]))
                pool.terminate()
        """
    )
    assert [pool.method for pool in recording.pools] == ["forkserver", "spawn"]
    assert printed(recording) == ["5", "5"]


# time ----------------------------------------------------------------------------------------------------------


def test_sleeping_in_steps_is_sleeping(record_anywhere):
    """Ten steps of a tenth in two workers at once take a second."""
    recording = record_anywhere(
        """
        import time
        from multiprocessing import Pool

        def f(nsecs):
            for _ in range(10):
                time.sleep(nsecs / 10)

        if __name__ == "__main__":
            with Pool(2) as pool:
                for future in [pool.apply_async(f, [1]) for _ in range(2)]:
                    future.get()
        """
    )
    assert [life(call) for call in recording.calls] == [(0.0, 0.0, 1.0, 1.0)] * 2
    assert (recording.elapsed, len(recording.sleeps), recording.in_doubt) == (1.0, 20, False)


def test_the_sleeps_of_a_call_are_its_own(record):
    """In which process, in which call, from when to when; and the master's in none."""
    recording = record(
        POOL
        + """
    if __name__ == "__main__":
        with Pool(1) as pool:
            future = pool.apply_async(f, [2])
            time.sleep(0.5)
            future.wait()
"""
    )
    (call,) = recording.calls
    assert sorted((sleep.start, sleep.end, sleep.seconds, sleep.pid, sleep.job) for sleep in recording.sleeps) == [
        (0.0, 0.5, 0.5, recording.master, None),
        (0.0, 2.0, 2.0, call.worker, call.job),
    ]
    assert call.slept == 2.0


def test_a_poller_that_never_sleeps_sees_the_end(record):
    """`while not f.ready(): pass` ends in the second when the call ends, without a jump of its own."""
    recording = record(
        POOL
        + """
    if __name__ == "__main__":
        with Pool(2) as pool:
            future = pool.apply_async(f, [3])
            while not future.ready():
                pass
"""
    )
    assert (recording.elapsed, recording.jumps) == (3.0, {"sure": 1})
    assert life(recording.calls[0]) == (0.0, 0.0, 3.0, 3.0)


HASTY = ["time.sleep(0)", "time.time()", "time.sleep(0.0001)"]


@pytest.mark.parametrize("pause", HASTY)
def test_a_hasty_poller_sees_the_same_in_every_run(record, pause):
    """A loop that gives way, or looks at the clock, lets time pass in turns whose number is always the same."""
    source = (
        POOL
        + f"""
    if __name__ == "__main__":
        with Pool(2) as pool:
            future = pool.apply_async(f, [0.5])
            while not future.ready():
                {pause}
"""
    )
    first, second = record(source), record(source)
    assert life(first.calls[0]) == (0.0, 0.0, 0.5, 0.5)
    assert first.elapsed == second.elapsed
    assert len(first.calls[0].questions) == len(second.calls[0].questions)
    assert 0.5 <= first.elapsed <= 0.55  # a turn takes no more than a tenth of the loop


CLOCKS = [("time", 1), ("monotonic", 1), ("perf_counter", 1), ("time_ns", 10**9), ("perf_counter_ns", 10**9)]


@pytest.mark.parametrize(("clock", "second"), CLOCKS)
def test_a_loop_until_a_time_reaches_it(record, clock, second):
    """A busy loop of two seconds takes two seconds and the rest of its last turn, on every clock."""
    recording = record(
        f"""
        import time
        start = time.{clock}()
        while time.{clock}() < start + 2 * {second}:
            pass
        """
    )
    assert (recording.elapsed, recording.sleeps) == (turns_until(2_000_000)[-1] / 1_000_000, [])


def test_clocks_show_what_was_slept(record_anywhere):
    """The script's own measurements agree with the virtual clock, in the master and in a worker."""
    recording = record_anywhere(
        """
        import time
        from multiprocessing import Pool

        def f():
            clocks = [time.time, time.monotonic, time.perf_counter]
            starts = [clock() for clock in clocks]
            time.sleep(7)
            return [round(clock() - start, 3) for clock, start in zip(clocks, starts)]

        if __name__ == "__main__":
            with Pool(1) as pool:
                print(pool.apply(f))
            print(f())
        """
    )
    assert printed(recording) == ["[7.0, 7.0, 7.0]"] * 2
    assert recording.elapsed == 14.0


def test_get_with_a_timeout_waits_so_long(record):
    """Two timeouts of a second in vain, then the result in the third; a timeout of nothing only looks."""
    recording = record(
        POOL
        + """
    if __name__ == "__main__":
        with Pool(1) as pool:
            future = pool.apply_async(f, [2.5])
            for timeout in (0, 1, 1, 1):
                try:
                    print(future.get(timeout=timeout))
                except TimeoutError:
                    print("not yet")
"""
    )
    assert printed(recording) == ["not yet", "not yet", "not yet", "2.5"]
    assert [(each.asked, each.answered, each.raised, each.timeout) for each in recording.calls[0].asked("get")] == [
        (0.0, 0.0, "TimeoutError", 0),
        (0.0, 1.0, "TimeoutError", 1),
        (1.0, 2.0, "TimeoutError", 1),
        (2.0, 2.5, None, 1),
    ]
    assert recording.elapsed == 2.5


def test_wait_with_a_timeout_waits_so_long(record):
    """`wait(1)` as the pace of a polling loop."""
    recording = record(
        POOL
        + """
    if __name__ == "__main__":
        with Pool(1) as pool:
            future = pool.apply_async(f, [2.5])
            while not future.ready():
                future.wait(1)
"""
    )
    assert [question.asked for question in recording.calls[0].asked("ready")] == [0.0, 1.0, 2.0, 2.5]
    assert recording.elapsed == 2.5


def test_an_infinite_timeout_fails_as_it_really_does(record):
    """`get(timeout=float("inf"))` raises OverflowError in the script, and nothing in the grader."""
    recording = record(
        POOL
        + """
    if __name__ == "__main__":
        with Pool(1) as pool:
            pool.apply_async(f, [1]).get(timeout=float("inf"))
"""
    )
    assert recording.ending == Ending("exited", 1)
    assert recording.uncaught is not None
    assert recording.uncaught.type == "OverflowError"


def test_threads_and_processes_sleep_at_the_same_time(record):
    """Sleeping is virtual outside of pools, too: the longest of each decides."""
    recording = record(
        """
        import time
        from multiprocessing import Process
        from threading import Thread

        if __name__ == "__main__":
            for kind in (Thread, Process):
                started = [kind(target=time.sleep, args=[seconds]) for seconds in (1, 2)]
                for each in started:
                    each.start()
                for each in started:
                    each.join()
        """
    )
    assert recording.elapsed == 4.0


def test_an_executor_is_seen_by_the_kernel_only(record):
    """The hooks are blind to it: no calls are recorded, the jumps are guesses, and the time is right."""
    recording = record(
        """
        import time
        from concurrent.futures import ProcessPoolExecutor

        if __name__ == "__main__":
            with ProcessPoolExecutor(2) as executor:
                print(list(executor.map(time.sleep, [1, 1, 1])))
        """
    )
    assert (recording.elapsed, recording.calls, set(recording.jumps)) == (2.0, [], {"guess"})


def test_calls_that_share_a_lock_sleep_one_after_the_other(record):
    """Both ways of taking a lock are known: who waits for it is no reason for the clock to wait."""
    recording = record(
        """
        import time
        from multiprocessing import Lock, Pool

        lock = Lock()

        def with_(nsecs):
            with lock:
                time.sleep(nsecs)

        def acquire(nsecs):
            lock.acquire()
            time.sleep(nsecs)
            lock.release()

        if __name__ == "__main__":
            with Pool(4) as pool:
                for future in [pool.apply_async(function, [1]) for function in (with_, acquire) * 2]:
                    future.get()
        """
    )
    assert sorted(call.ended for call in recording.calls) == [1.0, 2.0, 3.0, 4.0]
    assert recording.jumps == {"sure": 4}


def test_what_the_events_do_not_see_is_believed_after_a_second(record):
    """A worker that sleeps before it takes a call: the events say no, the kernel says that nothing runs."""
    recording = record(
        POOL
        + """
    if __name__ == "__main__":
        with Pool(1, initializer=time.sleep, initargs=[1]) as pool:
            pool.apply(f, [1])
"""
    )
    assert life(recording.calls[0]) == (0.0, 1.0, 2.0, 2.0)
    assert recording.jumps == {"slow": 1, "sure": 1}
    assert recording.in_doubt


# pools and calls -----------------------------------------------------------------------------------------------


def test_values_come_back_as_they_are(record_anywhere):
    """What each future holds, in the form that JSON can hold."""
    recording = record_anywhere(
        """
        from multiprocessing import Pool

        def same(value):
            return value

        if __name__ == "__main__":
            with Pool(1) as pool:
                values = [13, 2.5, None, "text", [1, 2], (1, 2), {1}, len]
                [pool.apply_async(same, (value,)).get() for value in values]
        """
    )
    values = [13, 2.5, None, "text", [1, 2], {"tuple": [1, 2]}]
    values += [{"type": "set", "repr": "{1}", "str": "{1}"}, {"function": "len"}]
    assert [call.value for call in recording.calls] == values
    assert [call.args for call in recording.calls] == [[value] for value in values]
    assert all(call.error is None for call in recording.calls)


def test_arguments_are_told_in_the_order_of_the_parameters(record):
    """By name, by default, in a partial: the call is the same."""
    recording = record(
        """
        from functools import partial
        from multiprocessing import Pool

        def slow_add(nsecs, x, y=7):
            return x + y

        if __name__ == "__main__":
            with Pool(1) as pool:
                pool.apply(slow_add, [1, 6, 7])
                pool.apply(slow_add, args=(1,), kwds={"x": 6})
                pool.apply_async(slow_add, kwds=dict(y=7, x=6, nsecs=1)).get()
                pool.apply_async(partial(slow_add, 1, y=7), [6]).get()
        """
    )
    assert [(call.function, call.args, call.value) for call in recording.calls] == [("slow_add", [1, 6, 7], 13)] * 4


def test_exceptions_are_outcomes(record_anywhere):
    """Type, base classes and message of what a call raised; the script goes on."""
    recording = record_anywhere(
        """
        from json import JSONDecodeError
        from multiprocessing import Pool

        def broken():
            raise JSONDecodeError("Called broken function", "", 0)

        if __name__ == "__main__":
            with Pool(1) as pool:
                future = pool.apply_async(broken)
                future.wait()
                print(future.successful())
        """
    )
    (call,) = recording.calls
    bases = ["JSONDecodeError", "ValueError", "Exception"]
    assert call.error == Error("JSONDecodeError", bases, "Called broken function: line 1 column 1 (char 0)")
    assert (call.value, printed(recording), recording.succeeded) == (None, ["False"], True)
    assert [(each.what, each.answer) for each in call.questions] == [("wait", None), ("successful", False)]


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_objects_of_the_scripts_own_classes_come_back(record, method):
    """A worker that spawn has started knows the script as `__mp_main__`, and the master finds its classes there."""
    recording = record(
        f"""
        import multiprocessing

        class Point:
            def __repr__(self):
                return "Point()"

        if __name__ == "__main__":
            with multiprocessing.get_context("{method}").Pool(1) as pool:
                print(pool.apply(Point))
        """
    )
    assert (printed(recording), recording.succeeded) == (["Point()"], True)


def test_what_cannot_be_pickled_is_an_error_of_its_future(record):
    """A lambda never starts in a worker; a result that cannot travel back was a result in the worker only."""
    recording = record(
        """
        from multiprocessing import Pool

        def make():
            return lambda: None

        if __name__ == "__main__":
            with Pool(1) as pool:
                pool.apply_async(lambda: None).wait()
                pool.apply_async(make).wait()
        """
    )
    lambda_, make = recording.calls
    assert (lambda_.function, lambda_.started, lambda_.worker) == ("<lambda>", None, None)
    assert lambda_.error is not None
    assert "pickle" in lambda_.error.message
    assert (make.started, make.ended, make.value) == (0.0, 0.0, None)
    assert make.error is not None
    assert make.error.type == "MaybeEncodingError"


def test_threads_are_no_processes(record):
    """A ThreadPool has no worker of its own pid, and says that it is one of threads."""
    recording = record(
        """
        import time
        from multiprocessing.pool import ThreadPool

        with ThreadPool(2) as pool:
            for future in [pool.apply_async(time.sleep, [seconds]) for seconds in (1, 2)]:
                future.get()
        """
    )
    (pool,) = recording.pools
    assert (pool.kind, pool.method, pool.size, pool.workers) == ("thread", None, 2, [])
    assert [call.worker for call in recording.calls] == [recording.master] * 2
    assert [call.ended for call in recording.calls] == [1.0, 2.0]
    assert (recording.elapsed, recording.in_doubt) == (2.0, False)


MAPS = [
    ("map(f, [1, 2, 3], chunksize=1)", "map", 3, 4.0, [1, 2, 3]),
    ("map_async(f, [1, 2, 3], 1).get()", "map_async", 3, 4.0, [1, 2, 3]),
    ("starmap(f, [(1,), (2,)], 1)", "starmap", 2, 2.0, [1, 2]),
    ("map(f, [1, 2, 3, 4], chunksize=2)", "map", 2, 7.0, [1, 2, 3, 4]),
]


@pytest.mark.parametrize(("submission", "how", "tasks", "seconds", "value"), MAPS)
def test_a_map_is_one_call_of_several_tasks(record, submission, how, tasks, seconds, value):
    """It starts with its first task and ends with its last, and has no arguments of its own."""
    recording = record(
        POOL
        + f"""
    if __name__ == "__main__":
        with Pool(2) as pool:
            pool.{submission}
"""
    )
    (call,) = recording.calls
    assert (call.how, call.tasks, call.args, call.value) == (how, tasks, None, value)
    assert life(call) == (0.0, 0.0, seconds, seconds)
    assert call.slept == sum(value)
    assert recording.in_doubt is False


@pytest.mark.parametrize("how", ["imap", "imap_unordered"])
def test_an_imap_has_no_known_number_of_tasks(record, how):
    """So the clock jumps by guesses, and right."""
    recording = record(
        POOL
        + f"""
    if __name__ == "__main__":
        with Pool(2) as pool:
            print(sorted(pool.{how}(f, [1, 2, 1])))
"""
    )
    (call,) = recording.calls
    assert (call.how, call.tasks, call.started, call.ended) == (how, None, 0.0, 2.0)
    assert (printed(recording), recording.elapsed) == (["[1, 1, 2]"], 2.0)


def test_workers_may_be_replaced(record):
    """With `maxtasksperchild=1` four calls have four workers, and the schedule of two."""
    recording = record(
        POOL
        + """
    if __name__ == "__main__":
        with Pool(2, maxtasksperchild=1) as pool:
            for future in [pool.apply_async(f, [1]) for _ in range(4)]:
                future.get()
"""
    )
    assert [call.started for call in recording.calls] == [0.0, 0.0, 1.0, 1.0]
    assert len({call.worker for call in recording.calls}) == 4
    assert recording.pools[0].size == 2


def test_a_pool_that_is_terminated_ends_its_calls(record):
    """A call that slept never ends, and its sleep neither; nobody waits for it."""
    recording = record(
        POOL
        + """
    if __name__ == "__main__":
        pool = Pool(1)
        pool.apply_async(f, [5])
        time.sleep(1)
        pool.terminate()
        pool.join()
        time.sleep(1)
"""
    )
    (call,) = recording.calls
    assert (call.started, call.ended, call.resolved) == (0.0, None, None)
    assert [sleep.end for sleep in recording.sleeps if sleep.job is not None] == [None]
    assert (recording.pools[0].terminated, recording.elapsed) == (1.0, 2.0)


def test_workers_that_end_with_their_master_are_no_survivors(record):
    """A master that leaves by os._exit cuts the line to its workers: they end of it, a moment later."""
    recording = record(
        """
        import os
        from multiprocessing import Pool

        if __name__ == "__main__":
            pool = Pool(8)
            print(pool.apply(abs, [-1]))
            os._exit(0)
        """
    )
    assert recording.ending == Ending("exited", 0)
    assert recording.left_running == []


ENDS = [
    "import sys; print(1); sys.stdout.close()",
    "import sys; print(1); sys.stdout = None",
    "import sys; sys.stderr = None; sys.exit('text')",
    "import sys; sys.exit('text')",
    "import sys; sys.exit(300)",
    "import sys; sys.exit(-1)",
    "import sys; sys.exit(None)",
    "import sys; sys.stdout = open('/dev/full', 'w'); print(1)",
    "import atexit; atexit.register(print, 'last'); print('first')",
    "class Thing:\n    def __del__(self): print('gone')\nthing = Thing()\nprint('here')",
    "class Thing:\n    def __del__(self): print('gone')\nthing = Thing()\nthing.own = thing\nprint('here')",
    "import threading, time\nthreading.Thread(target=lambda: (time.sleep(0.1), print(2))).start()\nprint(1)",
    "import threading, time\nthreading.Thread(target=time.sleep, args=(100,), daemon=True).start()\nprint('early')",
    "import multiprocessing as mp\nif __name__ == '__main__':\n    mp.Process(target=print, args=('child',)).start()",
    "raise KeyError(1)",
]


@pytest.mark.parametrize("source", ENDS)
def test_a_run_ends_as_it_does_by_hand(record, tmp_path, source):
    """With the same status, and the same last words, though the interpreter is not taken apart."""
    recording = record(source)
    script = tmp_path / "by_hand.py"
    script.write_text(source, "utf-8")
    by_hand = subprocess.run([sys.executable, script], capture_output=True, text=True, cwd=tmp_path)
    assert recording.ending == Ending("exited", by_hand.returncode)
    assert [line.text for line in recording.lines if line.stream == "stdout"] == by_hand.stdout.splitlines()


def test_the_recorder_can_change_an_outcome(record):
    """The first call raises where it would return, once it has run; so who knows beforehand which one fails, shows."""
    recording = record(
        """
        from multiprocessing import Pool

        if __name__ == "__main__":
            with Pool(1) as pool:
                futures = [pool.apply_async(abs, [number]) for number in (-1, -2)]
                for future in futures:
                    future.wait()
                    print(future.successful())
        """,
        change="outcome",
    )
    assert printed(recording) == ["False", "True"]
    assert recording.calls[0].error == Error("ValueError", ["ValueError", "Exception"], "Broken for once")
    assert recording.changed


def test_the_recorder_can_change_results(record):
    """Numbers grow, each by another amount, but the same call's by the same: results typed in by hand show."""
    recording = record(
        """
        from multiprocessing import Pool

        def same(value):
            return value

        if __name__ == "__main__":
            with Pool(1) as pool:
                print([pool.apply(same, [value]) for value in (13, 0.5, True, "13", None, 13, 2.0**80)])
        """,
        change="results",
    )
    assert printed(recording) == ["[28013, 1000.5, True, '13', None, 28013, 2.4178516392292583e+24]"]
    assert [call.value for call in recording.calls] == [28013, 1000.5, True, "13", None, 28013, 2.0**81]
    assert recording.changed


def test_the_recorder_can_change_the_text_of_an_error(record):
    """So that an error typed in by hand shows; one that holds anything but a text stays as it is."""
    recording = record(
        """
        from multiprocessing import Pool

        class Told(ValueError):
            def __init__(self, text):
                super().__init__(text)
                self.text = text

        class Frozen(ValueError):
            def __setattr__(self, name, value):
                if name == "args":
                    raise AttributeError(name)
                super().__setattr__(name, value)

        def fail(kind, *args):
            raise kind(*args)

        if __name__ == "__main__":
            errors = [(ValueError, "broken"), (ValueError, 1), (KeyError, "key"), (OSError, 2, "x")]
            errors += [(Told, "t"), (Frozen, "f")]
            with Pool(1) as pool:
                for each in errors:
                    try:
                        pool.apply(fail, each)
                    except Exception as error:
                        print(repr(error))
        """,
        change="results",
    )
    assert printed(recording) == [
        "ValueError('broken; for once')",
        "ValueError(1)",
        "KeyError('key')",
        "FileNotFoundError(2, 'x')",
        "Told('t')",
        "Frozen('f')",
    ]


# how a run ends ------------------------------------------------------------------------------------------------

EXITS = [
    ("pass", 0, []),
    ("import sys; sys.exit()", 0, []),
    ("import sys; sys.exit(3)", 3, []),
    ("import sys; sys.exit('bye')", 1, ["bye"]),
    ("import os; os._exit(7)", 7, []),
    ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", -9, []),
    ("import os; os.abort()", -6, []),
]


@pytest.mark.parametrize(("source", "status", "errors"), EXITS)
def test_a_script_has_an_exit_status(record, source, status, errors):
    """As the operating system tells it: negative for a signal; leaving on purpose is no uncaught exception."""
    recording = record(source)
    assert (recording.ending.how, recording.ending.status, recording.uncaught) == ("exited", status, None)
    assert printed(recording, "stderr") == errors


def test_what_was_printed_before_the_end_is_kept(record):
    """Also when the process ends without ado."""
    assert printed(record("import os\nprint('last words')\nos._exit(0)")) == ["last words"]


def test_an_uncaught_exception_has_its_line(record):
    """The student's innermost line; the traceback begins with the student's first."""
    recording = record(
        """
        import json

        def read():
            return json.loads("{")

        read()
        """
    )
    assert recording.ending.status == 1
    assert recording.uncaught is not None
    assert (recording.uncaught.type, recording.uncaught.line) == ("JSONDecodeError", 4)
    assert "ValueError" in recording.uncaught.bases
    traceback = printed(recording, "stderr")
    assert traceback[0] == "Traceback (most recent call last):"
    assert traceback[1].endswith('script.py", line 6, in <module>')


def test_a_syntax_error_has_its_line_and_text(record):
    """Where it is, and what stands there."""
    recording = record("x = 1\nif x = 1:\n    pass\n")
    assert recording.uncaught is not None
    assert (recording.uncaught.type, recording.uncaught.line) == ("SyntaxError", 2)
    assert recording.uncaught.text == "if x = 1:"
    assert recording.ending.status == 1


def test_the_main_module_lives_until_the_end(record):
    """What was registered for the exit finds the script's own names."""
    recording = record(
        """
        import atexit, sys
        value = 5
        atexit.register(lambda: print(value, sys.modules["__main__"].value, __name__))
        """
    )
    assert printed(recording) == ["5 5 __main__"]


ENDLESS = (
    POOL
    + """
    if __name__ == "__main__":
        with Pool(1) as pool:
            future = pool.apply_async(f, [5])
        while not future.ready():
            print("is running...")
            time.sleep(1)
"""
)


def test_endless_polling_is_endless(record):
    """A future that was not resolved while its pool lived never becomes ready: the virtual clock runs out."""
    recording = record.limit(virtual_time=20)(ENDLESS)
    assert (recording.ending.how, recording.ending.reason, recording.finished) == ("endless", "20 s", False)
    assert len(printed(recording)) >= 20


def test_polling_what_nobody_works_on_stands_still(record):
    """Only the master sleeps, and calls are left open: that need not reach the end of the virtual clock."""
    recording = record.limit(standstill=20)(ENDLESS)
    assert recording.ending.how == "endless"
    assert 20 < recording.elapsed < 300


def test_an_endless_run_ends_at_the_same_time_in_every_run(record, monkeypatch):
    """The first jump beyond the limit is the last, however fast the machine is."""
    monkeypatch.setattr("grader.recording.run._LOOK_AT_LIMITS", 0.2)
    assert record.limit(virtual_time=20)(ENDLESS).elapsed == 21.0


HANGS = {
    "get() of a call that was lost with its worker": "pool.apply_async(os._exit, [3]).get()",
    "get() after the end of the pool": "future = pool.apply_async(f, [5]); pool.terminate(); future.get()",
    "wait() after the end of the pool": "future = pool.apply_async(f, [5]); pool.terminate(); future.wait()",
    "join() of a pool that is not closed": "pool._state = 'CLOSE'; pool.join()",
    "polling without a pause": "future = pool.apply_async(f, [5]); pool.terminate(); poll(future)",
}


@pytest.mark.parametrize("wait", HANGS.values(), ids=HANGS)
def test_a_wait_for_nobody_hangs(record, impatient, wait):
    """Everybody waits, and nobody will ever act: no limit need be reached."""
    recording = record(
        POOL
        + f"""
    def poll(future):
        while not future.ready():
            pass

    if __name__ == "__main__":
        pool = Pool(2)
        {wait}
"""
    )
    assert (recording.ending.how, recording.elapsed, recording.left_running) == ("hung", 0.0, [])


def test_a_deadlock_hangs(record, impatient):
    """A lock that is taken twice."""
    recording = record("from multiprocessing import Lock\nlock = Lock()\nlock.acquire()\nlock.acquire()")
    assert recording.ending.how == "hung"


def test_a_call_is_lost_with_its_worker(record):
    """The worker is replaced, the call never ends, and the clock goes on without doubt."""
    recording = record(
        POOL
        + """
    def die(nsecs):
        time.sleep(nsecs)
        os._exit(3)

    if __name__ == "__main__":
        with Pool(1) as pool:
            future = pool.apply_async(die, [1])
            pool.apply(f, [1])
            print(future.ready())
"""
    )
    lost, other = recording.calls
    assert (lost.lost, lost.ended, lost.resolved) == (True, None, None)
    assert life(other) == (0.0, 1.0, 2.0, 2.0)
    assert (printed(recording), recording.jumps) == (["False"], {"sure": 2})


def test_a_call_that_exits_is_lost_with_its_worker(record):
    """Only an Exception travels back: `sys.exit()` in a call ends the worker, and the future is never resolved."""
    recording = record(
        POOL
        + """
    if __name__ == "__main__":
        with Pool(1) as pool:
            future = pool.apply_async(sys.exit, [3])
            time.sleep(1)
"""
    )
    assert (recording.calls[0].lost, recording.jumps) == (True, {"sure": 1})


def test_a_callback_that_raises_leaves_the_pool_deaf(record):
    """The thread that resolves futures dies of it: they never become ready, and the clock goes on without doubt."""
    recording = record(
        POOL
        + """
    if __name__ == "__main__":
        with Pool(2) as pool:
            future = pool.apply_async(f, [1], callback=lambda value: 1 / 0)
            for _ in range(3):
                time.sleep(1)
                print(future.ready())
"""
    )
    assert printed(recording) == ["False"] * 3
    assert life(recording.calls[0]) == (0.0, 0.0, 1.0, None)
    assert (recording.elapsed, recording.in_doubt) == (3.0, False)


def test_an_endless_loop_is_stopped(record):
    """A loop that does nothing that is recorded may burn so much processor time and no more."""
    recording = record.limit(silent_cpu_time=0.2)("while True:\n    pass")
    assert (recording.ending.how, recording.ending.reason) == ("cpu", "0.2 s of processor time")


def test_a_busy_script_is_stopped(record):
    """Also one that keeps saying something."""
    recording = record.limit(cpu_time=0.3, output=1 << 30)("while True:\n    sum(range(10**5)); print(1)")
    assert (recording.ending.how, recording.ending.reason) == ("cpu", "0.3 s of processor time")


def test_a_wait_in_real_time_is_stopped(record):
    """What waits on the machine's own clock may do so for so long and no longer."""
    recording = record.limit(real_time=0.1)("import select\nselect.select([], [], [], 3600)")
    assert (recording.ending.how, recording.ending.reason) == ("time", "0.1 s")


def test_a_hungry_script_is_stopped(record):
    """Resident memory counts over all processes."""
    recording = record.limit(memory=80 << 20)(
        """
        import os, signal
        for _ in range(2):
            if not os.fork():
                break
        data = bytearray(b"x") * (50 << 20)
        signal.pause()
        """
    )
    assert (recording.ending.how, recording.ending.reason) == ("memory", "80 MiB")


def test_a_fork_bomb_is_stopped(record):
    """The tree is counted, and none of it is left."""
    recording = record.limit(processes=10)(
        """
        import os, signal
        for _ in range(15):
            if not os.fork():
                signal.pause()
        print("all started")
        signal.pause()
        """
    )
    assert (recording.ending.how, recording.ending.reason) == ("processes", "10 processes and 400 threads")


def test_a_flood_is_stopped(record):
    """Four times what is kept ends the run; head and tail are kept, and the rest is counted."""
    recording = record.limit(output=1000)("number = 0\nwhile True:\n    print(number)\n    number += 1")
    assert recording.ending.how == "output"
    lines = printed(recording)
    assert lines[:3] == ["0", "1", "2"]
    assert len("\n".join(lines)) <= 1000
    assert recording.output_cut["stdout"] >= 3000


def test_a_long_output_is_cut_in_the_middle(record):
    """A script that ends by itself before the flood does."""
    recording = record.limit(output=1000)("for number in range(300):\n    print(f'{number:9}')")
    assert recording.succeeded
    assert (printed(recording)[0].strip(), printed(recording)[-1].strip()) == ("0", "299")
    assert recording.output_cut == {"stdout": 2000}


UNGUARDED = """
    import time
    from multiprocessing import Pool

    pool = Pool(2)
    print(pool.apply(time.sleep, [1]))
"""


def test_a_missing_guard_is_called_by_its_name(record_anywhere):
    """Under fork it does no harm; elsewhere every new worker dies, and is replaced for ever."""
    recording = record_anywhere(UNGUARDED)
    if recording.start_method == "fork":
        assert (recording.succeeded, recording.elapsed) == (True, 1.0)
    else:
        assert (recording.ending.how, recording.calls[0].started) == ("respawning", None)
        assert "bootstrapping phase" in recording.output("stderr")


def test_a_forged_message_is_tampering(record):
    """A script that finds the recorder's line and makes something up."""
    recording = record(
        """
        import gc, sys
        Wire = sys.modules["grader.recording.inside.wire"].Wire
        wire, = (each for each in gc.get_objects() if isinstance(each, Wire))
        wire.tell("full marks")
        sys.stdin.read()
        """
    )
    assert (recording.ending.how, recording.ending.reason) == ("tampered", "an event of an unknown kind, 'full marks'")


# output --------------------------------------------------------------------------------------------------------


def test_every_way_of_writing_is_seen(record):
    """By Python's streams and past them with the writer's pid; by another program, by nobody."""
    recording = record(
        r"""
        import os, subprocess, sys
        print("in", end=" ")
        print("parts", flush=True)
        sys.stdout.buffer.write(b"not UTF-8: \xff\n")
        sys.stdout.flush()
        os.write(1, b"past Python\n")
        subprocess.run(["echo", "by a program"])
        print("caf\u00e9", file=sys.stderr)
        print("no end", end="")
        """
    )
    assert [(line.text, line.pid) for line in recording.lines if line.stream == "stdout"] == [
        ("in parts", recording.master),
        ("not UTF-8: \ufffd", recording.master),
        ("past Python", recording.master),
        ("by a program", None),
        ("no end", recording.master),
    ]
    assert printed(recording, "stderr") == ["caf\u00e9"]


def test_no_line_of_a_worker_is_lost(record_anywhere):
    """A worker that is killed at the end of its pool has written what it printed."""
    recording = record_anywhere(
        """
        import os, time
        from multiprocessing import Pool

        def f(number):
            print("line", number)
            time.sleep(1)

        if __name__ == "__main__":
            with Pool(2) as pool:
                pool.map(f, range(6), chunksize=1)
                pool.apply_async(f, [6])
                time.sleep(0.5)
        """
    )
    assert sorted(printed(recording)) == [f"line {number}" for number in range(7)]
    assert sorted(line.at for line in recording.lines) == [0.0, 0.0, 1.0, 1.0, 2.0, 2.0, 3.0]
    assert {line.pid for line in recording.lines} <= set(recording.pools[0].workers)


# the world of a script -----------------------------------------------------------------------------------------


def test_a_script_has_no_input(record_anywhere):
    """Reading finds the end at once; nobody waits for a keyboard."""
    recording = record_anywhere(
        """
        import sys
        if __name__ == "__main__":
            print(repr(sys.stdin.read()))
            input("Number of workers? ")
        """
    )
    assert printed(recording)[0] == "''"
    assert recording.uncaught is not None
    assert recording.uncaught.type == "EOFError"


def test_the_environment_is_a_short_list(record_anywhere, monkeypatch):
    """Nothing of the grader's own environment reaches a script or its workers."""
    monkeypatch.setenv("PASSWORD", "secret")
    monkeypatch.setenv("PYTHONPATH", "/nowhere")
    recording = record_anywhere(
        """
        import os
        from multiprocessing import Pool

        def names():
            return sorted(os.environ)

        if __name__ == "__main__":
            with Pool(1) as pool:
                for found in (names(), pool.apply(names)):
                    print(*found)
        """
    )
    allowed = {"HOME", "LANG", "PATH", "PYTHONUTF8", "TEMP", "TMP", "TMPDIR", "LD_LIBRARY_PATH"}
    for line in printed(recording):
        assert set(line.split()) == allowed & {*line.split(), *(allowed - {"LD_LIBRARY_PATH", "PATH"})}


def test_the_interpreter_has_what_it_has_elsewhere(record_anywhere):
    """It starts without `site`, for speed: neither its built-in names nor installed packages are missing."""
    recording = record_anywhere(
        """
        import sys
        from multiprocessing import Pool

        def missing():
            import pytest
            names = ("exit", "quit", "help", "copyright", "credits", "license")
            return [name for name in names if name not in dir(sys.modules["builtins"])]

        if __name__ == "__main__":
            with Pool(1) as pool:
                print(missing(), pool.apply(missing))
            exit(3)
        """
    )
    assert (printed(recording), recording.ending.status) == (["[] []"], 3)


def test_the_secret_of_a_run_is_in_no_command_line(record_anywhere):
    """Nor in the environment: everybody can read both."""
    recording = record_anywhere(
        """
        import os, re, sys
        from multiprocessing import Pool

        def secrets():
            with open("/proc/self/cmdline") as file:
                text = file.read() + " ".join(sys.orig_argv) + str(os.environ)
            return re.findall("[0-9a-f]{32}", text)

        if __name__ == "__main__":
            with Pool(1) as pool:
                print(secrets(), pool.apply(secrets))
        """
    )
    assert printed(recording) == ["[] []"]


def test_a_script_may_remove_its_line_to_the_grader(record):
    """Whoever saws off the branch falls, and nobody else does."""
    assert record("import os\nos.remove('../line')\nprint(1)").succeeded


def test_only_the_named_files_are_there(record):
    """What else lies beside a script never takes effect: it is not even there."""
    for name in ("time.py", "sitecustomize.py", "conftest.py", "helper.py"):
        write(record.folder, "print('I am here')", name)
    recording = record(
        """
        import os, time, helper
        print(sorted(os.listdir(".")), os.listdir("tmp"))
        """,
        companions=[record.folder / "helper.py"],
    )
    assert printed(recording) == ["I am here", "['__pycache__', 'helper.py', 'script.py', 'tmp'] []"]


def test_a_script_is_what_it_expects_to_be(record):
    """Its name, its arguments, its folder, and where temporary files go."""
    recording = record(
        """
        import os, sys, tempfile
        here = os.getcwd()
        print(__name__, sys.argv[1:])
        print(sys.argv[0] == __file__ == os.path.join(here, "script.py"), sys.path[0] == here)
        print(os.environ["HOME"] == here, tempfile.gettempdir() == os.path.join(here, "tmp"))
        """,
        "3",
        "--verbose",
    )
    assert printed(recording) == ["__main__ ['3', '--verbose']", "True True", "True True"]
    assert (recording.script, recording.argv) == ("script.py", ["3", "--verbose"])


def test_every_machine_has_four_cores(record_anywhere):
    """`Pool()` has as many workers everywhere."""
    recording = record_anywhere(
        """
        import multiprocessing, os
        from multiprocessing import Pool

        def cores():
            return [os.cpu_count(), multiprocessing.cpu_count(), len(os.sched_getaffinity(0))]

        if __name__ == "__main__":
            with Pool() as pool:
                print(cores(), pool.apply(cores))
        """
    )
    assert printed(recording) == ["[4, 4, 4] [4, 4, 4]"]
    assert recording.pools[0].size == 4


# what stays behind ---------------------------------------------------------------------------------------------


def test_processes_left_behind_are_named_and_gone(record):
    """A program in the background, and a daemon that left its session and its parent."""
    recording = record(
        """
        import os, subprocess
        print(subprocess.Popen(["sleep", "600"]).pid)
        reading, writing = os.pipe()
        if not os.fork():
            os.setsid()
            if not os.fork():
                print(os.getpid(), flush=True)
                os.execvp("tail", ["tail", "-f", "/dev/null"])  # closes the pipe
            os._exit(0)
        os.close(writing)
        os.read(reading, 1)
        """
    )
    assert sorted(recording.left_running) == ["sleep", "tail"]
    assert [is_alive(int(pid)) for pid in printed(recording)] == [False, False]


def test_the_librarys_helpers_are_not_left_behind(record_anywhere):
    """The forkserver and the resource tracker end by themselves, and are nothing to tell a student about."""
    recording = record_anywhere(
        """
        from multiprocessing import Lock, Pool
        if __name__ == "__main__":
            lock = Lock()
            with Pool(2) as pool:
                pool.apply(abs, [-1])
        """
    )
    assert (recording.succeeded, recording.left_running) == (True, [])


ENDS = {
    "by itself": "pass",
    "without ado": "os._exit(0)",
    "by a signal": "os.kill(os.getpid(), 9)",
    "never": "lock.acquire(); lock.acquire()",
}


@pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)
@pytest.mark.parametrize("method", ["spawn", "forkserver"])
def test_nothing_is_left_in_shared_memory(record, impatient, method, end):
    """Semaphores and shared memory are gone, whichever way the script ended, and so are its processes."""
    recording = record(
        f"""
        import multiprocessing, os
        from multiprocessing.shared_memory import SharedMemory

        if __name__ == "__main__":
            context = multiprocessing.get_context("{method}")
            lock, memory, pool = context.Lock(), SharedMemory(create=True, size=100), context.Pool(1)
            for name in (f"sem.{{lock._semlock.name[1:]}}", memory.name):
                print(os.path.join("/dev/shm", name), os.path.exists(os.path.join("/dev/shm", name)))
            print(os.getpid(), pool.apply(os.getpid))
            {end}
        """
    )
    *files, pids = printed(recording)
    assert [os.path.basename(file).split()[-1] for file in files] == ["True", "True"]
    assert [os.path.exists(file.split()[0]) for file in files] == [False, False]
    assert [is_alive(int(pid)) for pid in pids.split()] == [False, False]


def test_no_folder_is_left(tmp_path, monkeypatch):
    """The copy of the script, what it wrote, its output and the socket are gone, and at last the runner's folder."""
    source = "import os\nopen('file', 'w').close()\nos.mkdir('tmp/more')\nprint(os.getcwd())"
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:  # a short path, whatever TMPDIR is
        monkeypatch.setattr(tempfile, "tempdir", folder)
        with Runner() as runner:
            recording = runner.record(write(tmp_path, source))
            assert printed(recording)[0].startswith(folder)
            assert [os.listdir(Path(folder, name, "runs")) for name in os.listdir(folder)] == [[]]
        assert os.listdir(folder) == []


def test_a_long_path_of_the_temporary_folder_is_no_obstacle(tmp_path, monkeypatch):
    """Where TMPDIR is too long for the address of a socket the run has a folder elsewhere, which is gone, too."""
    folder = tmp_path / ("t" * 100)
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    with Runner() as runner:
        recording = runner.record(write(tmp_path, "import os\nprint(os.getcwd())"))
    assert recording.succeeded
    assert not os.path.exists(os.path.dirname(printed(recording)[0]))
    assert list(folder.iterdir()) == []


def test_closing_a_runner_ends_its_launcher(tmp_path):
    """And everything that descends of it; a runner that was never used has nothing to end."""
    Runner().close()
    with Runner() as runner:
        recording = runner.record(write(tmp_path, "import os\nprint(os.getppid())"))
        launcher = int(printed(recording)[0])
        assert is_alive(launcher)
    assert not is_alive(launcher)


def test_a_launcher_that_does_not_start_leaves_the_run_unable(tmp_path):
    """That is the grader's own trouble, with its reason, and no error of the student's."""

    def fail(folder: Path, **options: object) -> Launcher:
        raise LauncherFailed("the launcher ended with status 1: ImportError")

    script = write(tmp_path, "def f():\n    return 1")
    with Runner(new_launcher=fail) as runner:
        assert runner.record(script).ending == Ending("unable", None, "the launcher ended with status 1: ImportError")
        with runner.functions(script) as functions:
            assert functions.importing_ended
            assert functions.call("f").ending == functions.recording.ending


def test_each_run_may_have_an_interpreter_of_its_own():
    """Where nothing can be forked: no launcher, the same recording."""
    with Runner(new_launcher=lambda folder, **options: FreshLauncher()) as runner:
        for _ in range(2):
            recording = runner.record(SOLUTIONS / "applyasync.py")
            assert (recording.succeeded, recording.elapsed, recording.left_running) == (True, 1.0, [])
            assert [life(call) for call in recording.calls] == [(0.0, 0.0, 1.0, 1.0)] * 2


MURDER = "import os, signal\nprint(os.getpid())\nos.kill(os.getppid(), signal.SIGKILL)\nsignal.pause()"


def test_a_script_that_kills_the_launcher_is_gone_nevertheless(tmp_path):
    """No process stays behind, whatever a script does."""
    with Runner() as runner:
        recording = runner.record(write(tmp_path, MURDER))
    assert not is_alive(int(printed(recording)[0]))


def test_a_launcher_that_died_is_replaced(tmp_path):
    """The next run has a new one, and nothing of the old one stays open."""
    with Runner() as runner, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        recording = runner.record(write(tmp_path, MURDER))
        assert recording.ending == Ending("tampered", None, "the process that had started the script was killed")
        assert runner.record(write(tmp_path, "pass")).succeeded
        gc.collect()
    assert [str(warning.message) for warning in caught] == []


# functions, one by one -----------------------------------------------------------------------------------------

MODULE = """
    import os, sys, threading, time

    print("imported as", __name__, sys.argv[1:])

    def slow_add(nsecs, x, y):
        print(f"going to sleep for {nsecs}")
        time.sleep(nsecs)
        return x + y

    def broken_function(nsecs):
        time.sleep(nsecs)
        raise ValueError("Called broken function")

    def leave():
        sys.exit(4)

    def die():
        os._exit(5)

    def poll():
        while True:
            time.sleep(1)

    def compute():
        while True:
            pass

    def pair():
        return 1, slow_add

    def in_a_thread():
        thread = threading.Thread(target=time.sleep, args=[3])
        thread.start()
        thread.join()

    def prints_without_end():
        print("half a line", end="")

    number = 5
"""


@pytest.fixture
def functions(record):
    """Import the module and hand out its functions."""
    limited = record.limit(virtual_time=20, silent_cpu_time=0.4)
    with limited.runner.functions(write(record.folder, MODULE), ["3"]) as functions:
        yield functions


def test_importing_is_not_running(functions):
    """The file is a module of its own name; what it printed meanwhile, slept and started is known."""
    assert [line.text for line in functions.lines_of_import] == ["imported as script ['3']"]
    assert (functions.sleeps_of_import, functions.processes_of_import) == (0, 0)
    assert (functions.importing_ended, functions.over, functions.now) == (False, False, 0.0)


def test_a_call_gives_value_lines_and_time(functions):
    """What it returned, printed and slept, and when it began."""
    functions.call("slow_add", 2, 3, 4)
    returned = functions.call("slow_add", 0.5, 6, 7)
    assert (returned.value, returned.error, returned.missing, returned.ending) == (13, None, False, None)
    assert (returned.began, returned.slept, returned.elapsed) == (2.0, 0.5, 0.5)
    assert [(line.text, line.at, line.pid) for line in returned.lines] == [
        ("going to sleep for 0.5", 2.0, functions.recording.master)
    ]


def test_a_value_is_told_as_in_a_recording(functions):
    """A tuple with a function in it."""
    assert functions.call("pair").value == {"tuple": [1, {"function": "slow_add"}]}


def test_a_function_that_raises_has_an_error(functions):
    """With the student's line; the next call is possible."""
    returned = functions.call("broken_function", 1)
    assert returned.error == Error("ValueError", ["ValueError", "Exception"], "Called broken function", line=12)
    assert (returned.value, returned.slept) == (None, 1.0)
    assert functions.call("slow_add", 0, 1, 1).value == 2


def test_a_function_with_other_parameters_has_an_error(functions):
    """Python's own, without a line of the student's."""
    error = functions.call("slow_add", 1).error
    assert error is not None
    assert (error.type, error.line) == ("TypeError", None)
    assert "missing 2 required positional arguments: 'x' and 'y'" in error.message


@pytest.mark.parametrize("name", ["slow_diff", "number", ""])
def test_a_function_that_is_not_there_is_missing(functions, name):
    """Neither is a name that means something else."""
    returned = functions.call(name)
    assert (returned.missing, returned.value, returned.error, returned.ending) == (True, None, None, None)


def test_leaving_is_an_exception_of_a_function(functions):
    """`sys.exit()` ends the call, not the process."""
    error = functions.call("leave").error
    assert error is not None
    assert (error.type, error.message) == ("SystemExit", "4")
    assert not functions.over


def test_the_sleep_of_another_thread_is_not_the_functions(functions):
    """The time passes, but who slept was not the one that was called."""
    returned = functions.call("in_a_thread")
    assert (returned.slept, returned.elapsed) == (0, 3.0)


NEVER = [
    ("die", "exited", 5, None),
    ("poll", "endless", None, "20 s"),
    ("compute", "cpu", None, "0.4 s of processor time"),
]


@pytest.mark.parametrize(("name", "how", "status", "reason"), NEVER)
def test_a_function_that_never_returns_ends_its_process(functions, name, how, status, reason):
    """How the run ended stands in the place of what it gave, also of all calls after it."""
    ending = functions.call(name).ending
    assert ending is not None
    assert (ending.how, ending.status, ending.reason) == (how, status, reason)
    assert functions.over
    assert functions.call("pair").ending == ending


def test_what_a_function_prints_is_its_own(functions):
    """A line without an end belongs to the call that printed it, not to the next one."""
    assert [line.text for line in functions.call("prints_without_end").lines] == ["half a line"]
    assert functions.call("pair").lines == ()


def test_a_session_that_is_over_has_exited(record):
    """When nobody asks for a function any more the process ends by itself."""
    with record.runner.functions(write(record.folder, MODULE)) as functions:
        assert functions.recording.ending.how == "unable"
    assert (functions.recording.ending.how, functions.recording.ending.status) == ("exited", 0)


IMPORTS = [
    ("import time\ntime.sleep(2)", 1, 0, 2.0),
    ("import subprocess\nsubprocess.Popen(['sleep', '600'])", 0, 1, 0.0),
    ("pass", 0, 0, 0.0),
]


@pytest.mark.parametrize(("source", "sleeps", "processes", "now"), IMPORTS)
def test_what_an_import_did_is_known(record, source, sleeps, processes, now):
    """Sleeps and processes that importing the file has cost."""
    with record.runner.functions(write(record.folder, source)) as functions:
        assert (functions.sleeps_of_import, functions.processes_of_import) == (sleeps, processes)
        assert functions.now == now


def test_an_import_that_raises_leaves_what_came_before(record):
    """The functions above the error are there, and the error is known."""
    source = "def above():\n    return 1\n\n1 / 0\n\ndef below():\n    return 2\n"
    with record.runner.functions(write(record.folder, source)) as functions:
        assert functions.call("above").value == 1
        assert functions.call("below").missing
        assert functions.recording.uncaught is not None
        assert (functions.recording.uncaught.type, functions.recording.uncaught.line) == ("ZeroDivisionError", 4)


IMPORTS_THAT_END = [
    ("import os\nos._exit(3)", "exited", 3),
    ("import time\nwhile True:\n    time.sleep(1)", "endless", None),
    ("while True:\n    pass", "cpu", None),
]


@pytest.mark.parametrize(("source", "how", "status"), IMPORTS_THAT_END)
def test_an_import_that_never_comes_back_has_an_ending(record, source, how, status):
    """And no function of it can be called."""
    limited = record.limit(virtual_time=20, silent_cpu_time=0.4)
    with limited.runner.functions(write(record.folder, source)) as functions:
        assert functions.importing_ended
        ending = functions.call("f").ending
    assert ending is not None
    assert (ending.how, ending.status) == (how, status)


def test_a_chain_of_elifs_is_walked_to_its_end(tmp_path):
    """It is as deep as it is long, and stands before what the script does."""
    chain = "if 0:\n    pass\n" + "elif 0:\n    pass\n" * 900
    for source, is_stub in ((chain, True), (f"{chain}else:\n    print()\n", False)):
        with Runner() as runner:
            assert Script(write(tmp_path, source), runner).not_started is is_stub
