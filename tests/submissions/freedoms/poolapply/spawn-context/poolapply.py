import os
import sys
import time
from multiprocessing import get_context


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


def main():
    ctx = get_context("spawn")
    print(f"Master process is PID {os.getpid()}")
    with ctx.Pool(2) as pool:
        print(f"Result is {pool.apply(slow_function, [5])}")
        print(f"Result is {pool.apply(slow_add, [1, 6, 7])}")


if __name__ == "__main__":
    sys.exit(main())
