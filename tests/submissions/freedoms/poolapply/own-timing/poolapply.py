import datetime
import multiprocessing
import os
import time


def slow_function(nsecs):
    t0 = time.perf_counter()
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up (slept {time.perf_counter() - t0:.3f} s)")
    return nsecs


def slow_add(nsecs, x, y):
    t0 = time.perf_counter()
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up (slept {time.perf_counter() - t0:.3f} s)")
    return x + y


def timed(pool, function, args):
    before = time.time()
    result = pool.apply(function, args)
    print(f"Result is {result}")
    print(f"    {function.__name__} took {time.time() - before:.2f} seconds")


if __name__ == "__main__":
    print(f"Started on {datetime.datetime.now():%Y-%m-%d at %H:%M:%S}")
    print(f"Master process is PID {os.getpid()}")
    start = time.monotonic()
    with multiprocessing.Pool(2) as pool:
        timed(pool, slow_function, [5])
        timed(pool, slow_add, [1, 6, 7])
    print(f"Total: {time.monotonic() - start:.2f} seconds")
