import multiprocessing
import os
import time


def slow_add(nsecs, x, y):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


def how_many_workers():
    try:
        usable = len(os.sched_getaffinity(0))
    except AttributeError:  # not on a Mac
        usable = os.cpu_count() or 1
    return max(2, usable)


if __name__ == "__main__":
    print(f"Master process is PID {os.getpid()}")
    with multiprocessing.Pool(how_many_workers()) as pool:
        start = pool.apply_async
        one, two = start(slow_add, [1, 6, 7]), start(slow_add, [1, 2, 3])
        print(f"Result one is {one.get()}")
        print(f"Result two is {two.get()}")
