"""Using Pool.apply to call a function in another process."""

import multiprocessing
import os
import time


def slow_function(nsecs: int) -> int:
    """Wait a while in whichever process runs this."""
    me = os.getpid()
    print("Process", me, "going to sleep for", nsecs, "second(s)")
    time.sleep(nsecs)
    print("Process", me, "waking up")
    return nsecs


def slow_add(nsecs: int, x: int, y: int) -> int:
    """Wait a while, then add two numbers."""
    me = os.getpid()
    print("Process", me, "going to sleep for", nsecs, "second(s)")
    time.sleep(nsecs)
    print("Process", me, "waking up")
    return x + y


if __name__ == "__main__":
    print("Master process is PID", os.getpid())
    with multiprocessing.Pool() as workers:
        print("Result is", workers.starmap(slow_function, [(5,)])[0])
        print("Result is", workers.starmap(slow_add, [(1, 6, 7)])[0])
