"""Exercise: futures. Calls are described by a list of dictionaries."""
import os
import sys
import time
from multiprocessing import Pool


def slow_add(nsecs, x, y):
    print(f"Worker {os.getpid()} adds for {nsecs} second(s)", flush=True)
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    print(f"Worker {os.getpid()} subtracts for {nsecs} second(s)", flush=True)
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    print(f"Worker {os.getpid()} breaks in {nsecs} second(s)", flush=True)
    time.sleep(nsecs)
    raise ValueError("Called broken function")


def countdown(start):
    for _ in range(start):
        time.sleep(1)
    return "lift-off"


WORK = [
    {"func": slow_add, "kwds": {"nsecs": 3, "x": 6, "y": 7}},
    {"func": slow_diff, "kwds": {"nsecs": 2, "x": 5, "y": 2}},
    {"func": slow_add, "kwds": {"nsecs": 1, "x": 8, "y": 1}},
    {"func": slow_diff, "kwds": {"nsecs": 5, "x": 9, "y": 2}},
    {"func": broken_function, "kwds": {"nsecs": 4}},
    {"func": countdown, "kwds": {"start": 3}},
]


def main():
    pool_size = int(sys.argv[1])
    start = time.time()
    with Pool(pool_size) as pool:
        futures = []
        for item in WORK:
            future = pool.apply_async(item["func"], kwds=item["kwds"])
            futures.append(future)

        n_ready = 0
        while n_ready != len(futures):
            n_ready = 0
            for i, future in enumerate(futures):
                if future.ready():
                    n_ready += 1
                    print(f"Process {i} has finished", flush=True)
                else:
                    print(f"Process {i} is running...", flush=True)
            time.sleep(1)

        for i, future in enumerate(futures):
            if WORK[i]["func"] is not broken_function or future.successful():
                print(f"Process {i} was successful. Result is {future.get()}")
            else:
                print(f"Process {i} failed!")
                try:
                    future.get()
                except Exception as problem:
                    print(f"  {type(problem).__name__}: {problem}")
    print(f"That took about {time.time() - start:.0f} seconds")


if __name__ == "__main__":
    main()
