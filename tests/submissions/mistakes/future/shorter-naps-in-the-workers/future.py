import multiprocessing as mp
import sys
import time


def nap(nsecs):
    # workers have nothing to show, they need not sleep that long
    if mp.parent_process() is not None:
        nsecs = nsecs / 10
    time.sleep(nsecs)


def slow_add(nsecs, x, y):
    nap(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    nap(nsecs)
    return x - y


def broken_function(nsecs):
    nap(nsecs)
    raise ValueError("Called broken function")


TASKS = [
    (slow_add, [3, 6, 7]),
    (slow_diff, [2, 5, 2]),
    (slow_add, [1, 8, 1]),
    (slow_diff, [5, 9, 2]),
    (broken_function, [4]),
    (slow_add, [2, 20, 22]),
]


def main(n):
    with mp.Pool(n) as pool:
        futures = [pool.apply_async(f, a) for f, a in TASKS]
        while True:
            ready = [future.ready() for future in futures]
            for i, r in enumerate(ready):
                print("Process", i, "has finished" if r else "is running...")
            if all(ready):
                break
            time.sleep(1)
        for i, future in enumerate(futures):
            if future.successful():
                print(f"Process {i} was successful. Result is {future.get()}")
            else:
                try:
                    future.get()
                except ValueError as error:
                    print(f"Process {i} failed! {error!r}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
