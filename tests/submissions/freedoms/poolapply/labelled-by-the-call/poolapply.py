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


def show(pool, f, *args):
    print(f"{f.__name__}{args} = {pool.apply(f, args)}")


if __name__ == "__main__":
    print("Master process is PID", os.getpid())
    with Pool(1) as pool:
        show(pool, slow_function, 5)
        show(pool, slow_add, 1, 6, 7)
