"""Two slow additions at once, with a pool of workers."""

import multiprocessing
import os
import time


def slow_add(nsecs: int, x: int, y: int) -> int:
    """Take nsecs seconds to add x and y."""
    print("Process", os.getpid(), "going to sleep for", nsecs, "second(s)")
    time.sleep(nsecs)
    print("Process", os.getpid(), "waking up")
    return x + y


if __name__ == "__main__":
    print("Master process is PID", os.getpid())
    with multiprocessing.Pool(2) as workers:
        one = workers.apply_async(slow_add, (1, 6, 7))
        two = workers.apply_async(slow_add, (1, 2, 3))
    while not (one.ready() and two.ready()):
        print("still running...")
        time.sleep(1)
    print("Result one is", one.get())
    print("Result two is", two.get())
