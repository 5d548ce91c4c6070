import math
import multiprocessing
import operator
import os
import platform
import sys
import time


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")


if __name__ == "__main__":
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(math.sqrt, [2]),
            pool.apply_async(time.sleep, [2]),
            pool.apply_async(os.getppid),
            pool.apply_async(operator.mul, ["ab", 3]),
            pool.apply_async(str.upper, ["hello"]),
            pool.apply_async(platform.python_version),
        ]
        while not all(f.ready() for f in futures):
            for i, f in enumerate(futures):
                print("Process %2d %s" % (i, "has finished" if f.ready() else "is running..."))
            print()
            time.sleep(1)
        for i, f in enumerate(futures):
            if f.successful():
                print("Process %2d was successful. Result is %r" % (i, f.get()))
            else:
                print("Process %2d failed!" % i)
                try:
                    f.get()
                except ValueError as e:
                    print("   ", e)
