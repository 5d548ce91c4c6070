import os
import sys
import time
from multiprocessing import Pool


def slow_function(nsecs):
    print("Process {:08d} going to sleep for {:03d} second(s)".format(os.getpid(), nsecs))
    time.sleep(nsecs)
    print("Process {:08d} waking up".format(os.getpid()))
    return nsecs


def slow_add(nsecs, x, y):
    print("Process {:08d} going to sleep for {:03d} second(s)".format(os.getpid(), nsecs))
    time.sleep(nsecs)
    print("Process {:08d} waking up".format(os.getpid()))
    return x + y


if __name__ == "__main__":
    print("Master process is PID {:08d}".format(os.getpid()))
    with Pool() as pool:
        print("Result is {:05d}".format(pool.apply(slow_function, [5])))
        print("Result is {:05d}".format(pool.apply(slow_add, [1, 6, 7])))
