import multiprocessing
import os
import time


def rest(seconds):
    print(f"Process {os.getpid()} going to sleep for {seconds} second(s)")
    if multiprocessing.parent_process() is None:
        time.sleep(seconds)
    print(f"Process {os.getpid()} waking up")


def slow_function(nsecs):
    rest(nsecs)
    return nsecs


def slow_add(nsecs, x, y):
    rest(nsecs)
    return x + y


if __name__ == "__main__":
    print(f"Master process is PID {os.getpid()}")
    with multiprocessing.Pool() as pool:
        print("Result is", pool.apply(slow_function, [5]))
        print("Result is", pool.apply(slow_add, [1, 6, 7]))
