from functools import partial
from multiprocessing import Pool
from os import getpid
from time import sleep


def slow_add(nsecs, x, y):
    print(f"Process {getpid()} going to sleep for {nsecs} second(s)")
    sleep(nsecs)
    print(f"Process {getpid()} waking up")
    return x + y


if __name__ == "__main__":
    print(f"Master process is PID {getpid()}")
    with Pool(2) as pool:
        lazy_add = partial(slow_add, 1)
        one = pool.apply_async(lazy_add, [6, 7])
        two = pool.apply_async(partial(lazy_add, y=3), [2])
        print(f"Result one is {one.get()}\nResult two is {two.get()}")
