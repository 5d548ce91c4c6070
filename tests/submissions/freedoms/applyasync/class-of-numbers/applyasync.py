import os
import sys
import time
from multiprocessing import Pool


class Result(int):
    """A number that knows its worker."""


def slow_add(nsecs, x, y):
    print("Process %s going to sleep for %s second(s)" % (os.getpid(), nsecs), flush=True)
    time.sleep(nsecs)
    print("Process %s waking up" % os.getpid(), flush=True)
    return Result(x + y)


if __name__ == "__main__":
    print(f"Master process is PID {os.getpid()}")
    with Pool(2) as pool:
        one = pool.apply_async(slow_add, [1, 6, 7])
        two = pool.apply_async(slow_add, [1, 2, 3])
        print(f"Result one is {one.get()}")
        print(f"Result two is {two.get()}")
