import functools
import multiprocessing
import os
import sys
import time


def verbose(function):
    """Tell when a function begins and ends, whatever its end."""

    @functools.wraps(function)
    def wrapper(*args, **kwargs):
        began = time.time()
        print(f"    [{os.getpid()}] {function.__name__}{args} begins", flush=True)
        try:
            return function(*args, **kwargs)
        finally:
            print(f"    [{os.getpid()}] {function.__name__} ends after {time.time() - began:.1f} s", flush=True)

    return wrapper


def after_sleeping(function):
    @functools.wraps(function)
    def wrapper(nsecs, *args):
        time.sleep(nsecs)
        return function(nsecs, *args)
    return wrapper


@verbose
@after_sleeping
def slow_add(nsecs, x, y):
    return x + y


@verbose
@after_sleeping
def slow_diff(nsecs, x, y):
    return x - y


@verbose
@after_sleeping
def broken_function(nsecs):
    raise ValueError("Called broken function")


@verbose
@after_sleeping
def slow_remainder(nsecs, x, y):
    return x % y


def main():
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(slow_remainder, [2, 17, 5]),
        ]
        while not all(future.ready() for future in futures):
            for i, future in enumerate(futures):
                print(f"Process {i} {'has finished' if future.ready() else 'is running...'}", flush=True)
            time.sleep(1)
        for i, future in enumerate(futures):
            if future.successful():
                print(f"Process {i} was successful. Result is {future.get()}")
            else:
                print(f"Process {i} failed!")
                try:
                    future.get()
                except ValueError as error:
                    print(f"Error: {error}")


if __name__ == "__main__":
    main()
