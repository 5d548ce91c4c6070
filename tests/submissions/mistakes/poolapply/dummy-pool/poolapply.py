import os
from multiprocessing.dummy import Pool
from time import sleep


def nap(nsecs):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    sleep(nsecs)
    print(f"Process {os.getpid()} waking up")


def slow_function(nsecs):
    nap(nsecs)
    return nsecs


def slow_add(nsecs, x, y):
    nap(nsecs)
    return x + y


if __name__ == "__main__":
    print(f"Master process is PID {os.getpid()}")

    with Pool(1) as pool:
        answer = pool.apply(slow_function, (5,))
    print(f"Result is {answer}")

    with Pool(1) as pool:
        answer = pool.apply(slow_add, (1, 6, 7))
    print(f"Result is {answer}")
