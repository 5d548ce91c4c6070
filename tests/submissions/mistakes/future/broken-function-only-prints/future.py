#!/usr/bin/env python3
"""Submit calls to a pool, watch them, report what came out."""

import argparse
import time
from multiprocessing import Pool


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    time.sleep(nsecs)
    print("Called broken function")


def slow_power(nsecs, base, exponent):
    time.sleep(nsecs)
    return base ** exponent


def read_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workers", type=int, help="number of worker processes")
    return parser.parse_args()


def submit(pool):
    """Start all calls and return their futures."""
    return [
        pool.apply_async(slow_power, (1, 2, 10)),
        pool.apply_async(slow_add, (3, 6, 7)),
        pool.apply_async(slow_diff, (2, 5, 2)),
        pool.apply_async(slow_add, (1, 8, 1)),
        pool.apply_async(slow_diff, (5, 9, 2)),
        pool.apply_async(broken_function, (4,)),
    ]


def watch(futures):
    """Print once a second who is ready, until all are."""
    waiting = True
    while waiting:
        waiting = False
        for index, future in enumerate(futures):
            if future.ready():
                print("Process {} has finished".format(index))
            else:
                print("Process {} is running...".format(index))
                waiting = True
        if waiting:
            time.sleep(1)


def report(futures):
    """Print what became of each call."""
    for index, future in enumerate(futures):
        if future.successful():
            print("Process {} was successful. Result is {}".format(index, future.get()))
        else:
            print("Process {} failed!".format(index))
            try:
                future.get()
            except ValueError as error:
                print("    {}: {}".format(type(error).__name__, error))


if __name__ == "__main__":
    arguments = read_arguments()
    with Pool(arguments.workers) as pool:
        futures = submit(pool)
        watch(futures)
        report(futures)
