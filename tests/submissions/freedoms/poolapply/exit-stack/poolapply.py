# Pool.apply with an ExitStack that tidies up.
from contextlib import ExitStack
import multiprocessing
import os
import time


def snooze(nsecs):
    print("Process", os.getpid(), "going to sleep for", nsecs, "second(s)")
    time.sleep(nsecs)
    print("Process", os.getpid(), "waking up")


def slow_function(nsecs):
    snooze(nsecs)
    return nsecs


def slow_add(nsecs, x, y):
    snooze(nsecs)
    return x + y


def main():
    print("Master process is PID", os.getpid())
    with ExitStack() as stack:
        pool = multiprocessing.Pool(2)
        stack.callback(print, "pool is gone")
        stack.callback(pool.join)
        stack.callback(pool.close)
        for function, arguments in [(slow_function, [5]), (slow_add, [1, 6, 7])]:
            print("Result is", pool.apply(function, arguments))


if __name__ == "__main__":
    main()
