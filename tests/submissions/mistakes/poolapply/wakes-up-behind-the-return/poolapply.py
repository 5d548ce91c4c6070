import os
import time
from multiprocessing import Pool


def slow_function(nsecs):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    return nsecs
    print(f"Process {os.getpid()} waking up")


def slow_add(nsecs, x, y):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


if __name__ == "__main__":
    print(f"Master process is PID {os.getpid()}")
    with Pool(1) as pool:
        res1 = pool.apply(slow_function, args=[5])
        print(f"Result is {res1}")
        res2 = pool.apply(slow_add, args=[1, 6, 7])
        print(f"Result is {res2}")
