import contextlib
import multiprocessing
import os
import time

_lock = contextlib.nullcontext()


def share(lock):
    global _lock
    _lock = lock


def say(*words):
    with _lock:
        print(*words, flush=True)


def slow_function(nsecs):
    say("Process", os.getpid(), "going to sleep for", nsecs, "second(s)")
    time.sleep(nsecs)
    say("Process", os.getpid(), "waking up")
    return nsecs


def slow_add(nsecs, x, y):
    say("Process", os.getpid(), "going to sleep for", nsecs, "second(s)")
    time.sleep(nsecs)
    say("Process", os.getpid(), "waking up")
    return x + y


def main():
    lock = multiprocessing.Lock()
    share(lock)
    say("Master process is PID", os.getpid())
    with multiprocessing.Pool(2, initializer=share, initargs=(lock,)) as pool:
        say("Result is", pool.apply(slow_function, [5]))
        say("Result is", pool.apply(slow_add, [1, 6, 7]))


if __name__ == "__main__":
    main()
