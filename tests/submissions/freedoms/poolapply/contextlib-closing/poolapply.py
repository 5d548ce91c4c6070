import contextlib
import multiprocessing
import os
import time


def slow_function(nsecs):
    """Sleep, then give back how long."""
    me = os.getpid()
    print("Process {} going to sleep for {} second(s)".format(me, nsecs), flush=True)
    time.sleep(nsecs)
    print("Process {} waking up".format(me), flush=True)
    return nsecs


def slow_add(nsecs, x, y):
    """Sleep, then add."""
    me = os.getpid()
    print("Process {} going to sleep for {} second(s)".format(me, nsecs), flush=True)
    time.sleep(nsecs)
    print("Process {} waking up".format(me), flush=True)
    return x + y


if __name__ == "__main__":
    print("Master process is PID {}".format(os.getpid()))
    with contextlib.closing(multiprocessing.Pool(processes=1)) as pool:
        print("Result is {}".format(pool.apply(slow_function, [5])))
        print("Result is {}".format(pool.apply(slow_add, [1, 6, 7])))
    pool.join()
