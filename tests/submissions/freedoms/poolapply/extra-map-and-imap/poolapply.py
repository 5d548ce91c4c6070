import multiprocessing
import operator
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


if __name__ == "__main__":
    print(f"Master process is PID {os.getpid()}")
    with multiprocessing.Pool(2) as pool:
        print(f"Result is {pool.apply(slow_function, [5])}")
        print(f"Result is {pool.apply(slow_add, [1, 6, 7])}")

        # trying out the rest of the chapter
        print("map:", pool.map(abs, [-20, 40, -60]))
        print("imap:", list(pool.imap(operator.neg, range(30, 33))))
        print("apply again:", pool.apply(pow, (2, 10)))
