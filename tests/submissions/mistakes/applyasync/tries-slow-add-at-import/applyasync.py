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


assert slow_add(1, 2, 2) == 4


if __name__ == "__main__":
    print("Master process is PID", os.getpid())
    workers = multiprocessing.Pool(2)
    try:
        future_one = workers.apply_async(slow_add, kwds={"nsecs": 1, "x": 6, "y": 7})
        future_two = workers.apply_async(slow_add, kwds={"nsecs": 1, "x": 2, "y": 3})
        print("Result one is", future_one.get())
        print("Result two is", future_two.get())
    finally:
        workers.close()
        workers.join()
