import multiprocessing
import os
import time


def slow_function(nsecs):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return nsecs


def slow_add(nsecs, x, y):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


def run(function, *args):
    # POOL exists only in the master
    answer = POOL.apply(function, args)
    print(f"Result is {answer}")


if __name__ == "__main__":
    print(f"Master process is PID {os.getpid()}")
    POOL = multiprocessing.Pool(os.cpu_count())
    run(slow_function, 5)
    run(slow_add, 1, 6, 7)
    POOL.close()
    POOL.join()
