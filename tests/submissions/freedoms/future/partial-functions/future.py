import functools
import multiprocessing
import sys
import time


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")


JOBS = [
    functools.partial(slow_add, 3, 6, 7),
    functools.partial(slow_diff, 2, 5, 2),
    functools.partial(slow_add, 1, 8, 1),
    functools.partial(slow_diff, 5, y=2, x=9),
    functools.partial(broken_function, nsecs=4),
    functools.partial(max, 3, 33, 13),
]


def main():
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        futures = [pool.apply_async(job) for job in JOBS]
        while not all(future.ready() for future in futures):
            for i, future in enumerate(futures):
                print(f"Process {i} has finished" if future.ready() else f"Process {i} is running...")
            time.sleep(1)
        for i, future in enumerate(futures):
            if future.successful():
                print(f"Process {i} was successful. Result is {future.get()}")
            else:
                try:
                    future.get()
                except ValueError as error:
                    print(f"Process {i} failed! {error}")


if __name__ == "__main__":
    main()
