import math
import multiprocessing
import os
import time


def slow_add(nsecs, x, y):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


if __name__ == "__main__":
    print(f"Master process is PID {os.getpid()}")
    with multiprocessing.Pool(8) as pool:
        before = pool.apply_async(os.getpid)
        one = pool.apply_async(slow_add, [1, 6, 7])
        between = pool.apply_async(math.sqrt, [2])
        two = pool.apply_async(slow_add, [1, 2, 3])
        after = pool.apply_async(slow_add, [2, 100, 200])

        print(f"Result one is {one.get()}")
        print(f"Result two is {two.get()}")
        print(f"Extra: {before.get()=}, {between.get()=}, {after.get()=}")
