import functools
import multiprocessing
import os
import time

results = {}


def slow_add(nsecs, x, y):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


def keep(label, value):
    results[label] = value


def main():
    print(f"Master process is PID {os.getpid()}")
    pool = multiprocessing.Pool(2)
    pool.apply_async(slow_add, [1, 6, 7], callback=functools.partial(keep, "one"))
    pool.apply_async(slow_add, [1, 2, 3], callback=functools.partial(keep, "two"))
    pool.close()
    pool.join()
    for label in sorted(results):
        print(f"Result {label} is {results[label]}")


if __name__ == "__main__":
    main()
