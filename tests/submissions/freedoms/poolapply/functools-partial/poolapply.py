import functools
import multiprocessing
import os
import time


def slow_function(nsecs):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return nsecs


def slow_add(nsecs, x, y):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


add_after_a_second = functools.partial(slow_add, 1)


if __name__ == "__main__":
    print(f"Master process is PID {os.getpid()}")
    with multiprocessing.Pool(2) as pool:
        print(f"Result is {pool.apply(functools.partial(slow_function, 5))}")
        print(f"Result is {pool.apply(add_after_a_second, [6, 7])}")
