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


def work(queue, name, numbers):
    queue.put((name, slow_add(*numbers)))


if __name__ == "__main__":
    print("Master process is PID", os.getpid())
    queue = multiprocessing.Queue()
    one = multiprocessing.Process(target=work, args=(queue, "one", (1, 6, 7)))
    two = multiprocessing.Process(target=work, args=(queue, "two", (1, 2, 3)))
    one.start()
    two.start()
    results = dict([queue.get(), queue.get()])
    one.join()
    two.join()
    print("Result one is", results["one"])
    print("Result two is", results["two"])
