from datetime import date
from decimal import Decimal, getcontext
from math import comb
from multiprocessing import Pool
from sys import argv, exit
from time import perf_counter, sleep


def slow_add(nsecs, x, y):
    sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    sleep(nsecs)
    return x - y


def broken_function(nsecs):
    sleep(nsecs)
    raise ValueError("Called broken function")


def root(number, digits):
    getcontext().prec = digits
    return Decimal(number).sqrt()


def pretty(value):
    """12345678 -> 12,345,678"""
    return format(value, ",") if type(value) is int else format(value)


def main():
    n = int(argv[1])
    begin = perf_counter()
    with Pool(processes=n, maxtasksperchild=2) as pool:
        futures = [
            pool.apply_async(comb, [60, 30]),
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(root, [2], {"digits": 50}),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(slow_diff, [1, date(2024, 12, 24), date(2024, 2, 29)]),
        ]
        count = 0
        while count < len(futures):
            count = 0
            for i, future in enumerate(futures, start=1):
                finished = future.ready()
                count += finished
                print("%2d/%d  Process %d %s" % (count, len(futures), i, ("is running...", "has finished")[finished]))
            if count < len(futures):
                sleep(1)
        good = bad = 0
        for i, future in enumerate(futures, start=1):
            if future.successful():
                good += 1
                print("Process %d was successful. Result is %s" % (i, pretty(future.get())))
            else:
                bad += 1
                try:
                    future.get()
                except Exception as e:
                    print("Process %d failed! %s: %s" % (i, type(e).__name__, e))
    print("%d good, %d bad, in %.1f seconds with %d workers" % (good, bad, perf_counter() - begin, n))
    return 0


if __name__ == "__main__":
    exit(main())
