"""Calling a function in another process."""

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


def work(queue, function, arguments):
    queue.put(function(*arguments))


if __name__ == "__main__":
    print("Master process is PID", os.getpid())
    queue = multiprocessing.Queue()
    for function, arguments in [(slow_function, [5]), (slow_add, [1, 6, 7])]:
        process = multiprocessing.Process(target=work, args=(queue, function, arguments))
        process.start()
        print("Result is", queue.get())
        process.join()
