import functools
import multiprocessing
import os
import time


def sleeps_first(function):
    """Make a function sleep (and say so) for its first argument's seconds."""

    @functools.wraps(function)
    def wrapper(nsecs, *args, **kwargs):
        pid = os.getpid()
        print(f"Process {pid} going to sleep for {nsecs} second(s)")
        time.sleep(nsecs)
        print(f"Process {pid} waking up")
        return function(nsecs, *args, **kwargs)

    return wrapper


@sleeps_first
def slow_function(nsecs):
    return nsecs


@sleeps_first
def slow_add(nsecs, x, y):
    return x + y


def main():
    print(f"Master process is PID {os.getpid()}")
    with multiprocessing.Pool(2) as pool:
        print(f"Result is {pool.apply(slow_function, [5])}")
        print(f"Result is {pool.apply(slow_add, [1, 6, 7])}")


if __name__ == "__main__":
    main()
