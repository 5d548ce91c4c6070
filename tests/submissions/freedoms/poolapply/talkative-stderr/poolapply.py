import logging
import multiprocessing
import os
import sys
import time
import warnings


def slow_function(nsecs):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    print("slow_function is over", file=sys.stderr)
    return nsecs


def slow_add(nsecs, x, y):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    print("slow_add is over", file=sys.stderr)
    return x + y


if __name__ == "__main__":
    multiprocessing.log_to_stderr(logging.DEBUG)
    warnings.warn("this is only an exercise")
    print(f"Master process is PID {os.getpid()}")
    with multiprocessing.Pool(2) as pool:
        print(f"Result is {pool.apply(slow_function, [5])}")
        print(f"Result is {pool.apply(slow_add, [1, 6, 7])}")
