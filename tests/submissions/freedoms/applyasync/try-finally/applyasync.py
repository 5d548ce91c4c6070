import multiprocessing
import os
import time

pool = None


def slow_add(nsecs, x, y):
    print("Process %d going to sleep for %d second(s)" % (os.getpid(), nsecs))
    time.sleep(nsecs)
    print("Process %d waking up" % os.getpid())
    return x + y


def start(x, y):
    return pool.apply_async(slow_add, (1, x, y))


if __name__ == "__main__":
    print("Master process is PID %d" % os.getpid())
    try:
        pool = multiprocessing.Pool(2)
        future_one = start(6, 7)
        future_two = start(2, 3)
        result_one = future_one.get()
        result_two = future_two.get()
    finally:
        if pool is not None:
            pool.terminate()
            pool.join()
    print("Result one is %d" % result_one)
    print("Result two is %d" % result_two)
