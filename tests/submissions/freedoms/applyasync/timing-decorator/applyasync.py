import functools
import multiprocessing
import os
import time


def timed(function):
    @functools.wraps(function)
    def inner(*args):
        t = time.perf_counter()
        try:
            return function(*args)
        finally:
            print(f"[{function.__name__}{args} took {time.perf_counter() - t:.2f} s]")
    return inner


@timed
def slow_add(nsecs, x, y):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


@timed
def main():
    print(f"Master process is PID {os.getpid()}")
    with multiprocessing.Pool(2) as pool:
        one = pool.apply_async(slow_add, [1, 6, 7])
        two = pool.apply_async(slow_add, [1, 2, 3])
        print(f"Result one is {one.get()}")
        print(f"Result two is {two.get()}")


if __name__ == "__main__":
    main()
