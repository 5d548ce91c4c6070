import multiprocessing
import os
import time


def slow_function(nsecs):
    print("Process %d going to sleep for %d second(s)" % (os.getpid(), nsecs))
    time.sleep(nsecs)
    print("Process %d waking up" % os.getpid())
    return nsecs


def slow_add(nsecs, x, y):
    print("Process %d going to sleep for %d second(s)" % (os.getpid(), nsecs))
    time.sleep(nsecs)
    print("Process %d waking up" % os.getpid())
    return x + y


if __name__ == "__main__":
    multiprocessing.set_start_method("forkserver")
    print("Master process is PID %d" % os.getpid())
    print("(start method: %s)" % multiprocessing.get_start_method())
    with multiprocessing.Pool(2) as pool:
        print("Result is %d" % pool.apply(slow_function, [5]))
        print("Result is %d" % pool.apply(slow_add, [1, 6, 7]))
