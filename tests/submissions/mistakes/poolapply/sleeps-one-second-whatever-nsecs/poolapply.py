"""Using Pool.apply to call a function in another process."""

import multiprocessing
import os
import time


def slow_function(nsecs: int) -> int:
    """Wait a while in whichever process runs this."""
    me = os.getpid()
    print("Process", me, "going to sleep for", nsecs, "second(s)")
    time.sleep(1)
    print("Process", me, "waking up")
    return nsecs


def slow_add(nsecs: int, x: int, y: int) -> int:
    """Wait a while, then add two numbers."""
    me = os.getpid()
    print("Process", me, "going to sleep for", nsecs, "second(s)")
    time.sleep(nsecs)
    print("Process", me, "waking up")
    return x + y


JOBS = [(slow_function, [5]), (slow_add, [1, 6, 7])]

if __name__ == "__main__":
    print("Master process is PID", os.getpid())
    with multiprocessing.Pool() as workers:
        for function, arguments in JOBS:
            answer = workers.apply(function, arguments)
            print("Result is", answer)
