import multiprocessing as mp
import os
import time


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
    print("Master process is PID %s" % os.getpid())
    pool = mp.Pool(1, maxtasksperchild=1)   # a fresh process for each call
    print("Result is %s" % pool.apply(slow_function, [5]))
    print("Result is %s" % pool.apply(slow_add, [1, 6, 7]))
    pool.close()
    pool.join()
