import os
import sys
import time
from multiprocessing import Pool

def slow_function(nsecs):
    print("sleep: %d s, PID: %d s-worker" % (nsecs, os.getpid()))
    time.sleep(nsecs)
    print("awake: PID", os.getpid())
    return nsecs


def slow_add(nsecs, x, y):
    print("sleep: %d s, PID: %d" % (nsecs, os.getpid()))
    time.sleep(nsecs)
    print("awake: PID", os.getpid())
    return x + y


if __name__ == "__main__":
    print("master: PID", os.getpid())
    with Pool() as pool:
        print("result:", pool.apply(slow_function, [5]))
        print("result:", pool.apply(slow_add, [1, 6, 7]))
