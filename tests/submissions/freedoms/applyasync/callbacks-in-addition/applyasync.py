import multiprocessing
import os
import sys
import time


def slow_add(nsecs, x, y):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


def hooray(result):
    print("callback: a result has arrived")


def oops(error):
    print("callback: something went wrong:", error, file=sys.stderr)


if __name__ == "__main__":
    print(f"Master process is PID {os.getpid()}")
    with multiprocessing.Pool(2) as pool:
        one = pool.apply_async(slow_add, [1, 6, 7], {}, hooray, oops)
        two = pool.apply_async(slow_add, [1, 2, 3], callback=hooray, error_callback=oops)
        print(f"Result one is {one.get()}")
        print(f"Result two is {two.get()}")
