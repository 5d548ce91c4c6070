import os
import sys
import time
from multiprocessing import Pool


def slow_function(nsecs):
    print("Process %s going to sleep for %s second(s)" % (os.getpid(), nsecs))
    time.sleep(nsecs)
    print("Process %s waking up" % os.getpid())
    return nsecs


def slow_add(nsecs, x, y):
    print("Process %s going to sleep for %s second(s)" % (os.getpid(), nsecs))
    time.sleep(nsecs)
    print("Process %s waking up" % os.getpid())
    return x + y


if __name__ == "__main__":
    print("Master process is PID", os.getpid())
    with Pool() as pool:
        r1 = pool.apply(slow_function, [5])
        r2 = pool.apply(slow_add, [1, 6, 7])
    print("slow_add gave", r2)
    print("slow_function gave", r1)
