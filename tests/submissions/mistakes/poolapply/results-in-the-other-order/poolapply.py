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
    print("Master process is PID %d" % os.getpid())
    with Pool() as pool:
        r = pool.apply(slow_function, [5])
        s = pool.apply(slow_add, [1, 6, 7])
        print("Result is %d" % s)
        print("Result is %d" % r)
