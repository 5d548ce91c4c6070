from multiprocessing import Pool
import os
import time


def slow_add(nsecs, x, y):
    """Sleep for nsecs seconds, then return x + y."""
    print("Process %s going to sleep for %s second(s)" % (os.getpid(), nsecs))
    time.sleep(nsecs)
    print("Process %s waking up" % os.getpid())
    return x + y


def show_one(value):
    print("Result one is %s" % value)


def show_two(value):
    print("Result two is %s" % value)


if __name__ == "__main__":
    print("Master process is PID %s" % os.getpid())
    pool = Pool()
    pool.apply_async(slow_add, [1, 6, 7], callback=show_one)
    pool.apply_async(slow_add, [1, 2, 3], callback=show_two)
    pool.close()
