import os
import sys
import time
from multiprocessing import Pool


def out(text):
    os.write(1, (text + "\n").encode())


def slow_function(nsecs):
    out("Process %s going to sleep for %s second(s)" % (os.getpid(), nsecs))
    time.sleep(nsecs)
    out("Process %s waking up" % os.getpid())
    return nsecs


def slow_add(nsecs, x, y):
    out("Process %s going to sleep for %s second(s)" % (os.getpid(), nsecs))
    time.sleep(nsecs)
    out("Process %s waking up" % os.getpid())
    return x + y


if __name__ == "__main__":
    out("Master process is PID %s" % os.getpid())
    with Pool() as pool:
        out("Result is %s" % pool.apply(slow_function, [5]))
        out("Result is %s" % pool.apply(slow_add, [1, 6, 7]))
