import multiprocessing
import sys
import time
from functools import reduce
from operator import and_, methodcaller


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    # a difference is a sum, too
    return slow_add(nsecs, x, -y)


def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")


def describe(i, ready):
    return f"Process {i} has finished" if ready else f"Process {i} is running..."


def poll(futures):
    ready = tuple(map(methodcaller("ready"), futures))
    print(*map(describe, range(len(futures)), ready), sep="\n")
    if not reduce(and_, ready):
        time.sleep(1)
        poll(futures)


def verdict(i, future):
    if future.successful():
        return f"Process {i} was successful. Result is {future.get()}"
    try:
        return future.get()
    except ValueError as error:
        return f"Process {i} failed! Error: {error}"


def main(argv):
    with multiprocessing.Pool(int(argv[1])) as pool:
        futures = tuple(map(
            pool.apply_async,
            (slow_add, slow_diff, slow_add, slow_diff, broken_function, slow_diff),
            ([3, 6, 7], [2, 5, 2], [1, 8, 1], [5, 9, 2], [4], [1, 77, 7]),
        ))
        poll(futures)
        print(*map(verdict, range(len(futures)), futures), sep="\n")


if __name__ == "__main__":
    main(sys.argv)
