import multiprocessing as mp
import os
import time

if __name__ == "__main__":
    print(f"Master process is PID {os.getpid()}")
    pool = mp.Pool(2)


def slow_function(nsecs):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return nsecs


def slow_add(nsecs, x, y):
    pid = os.getpid()
    print(f"Process {pid} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    total = x + y
    print(f"Process {pid} waking up")
    return total


if __name__ == "__main__":
    print(f"Result is {pool.apply(slow_function, [5])}")
    print(f"Result is {pool.apply(slow_add, [1, 6, 7])}")
    pool.close()
    pool.join()
