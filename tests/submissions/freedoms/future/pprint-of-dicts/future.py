import multiprocessing
import sys
import time
from pprint import pprint


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")


def ending(future):
    if future.successful():
        return f"was successful. Result is {future.get()}"
    try:
        future.get()
    except ValueError as error:
        return f"failed! {error!r}"


if __name__ == "__main__":
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        futures = {
            "Process 1": pool.apply_async(slow_add, [3, 6, 7]),
            "Process 2": pool.apply_async(slow_diff, [2, 5, 2]),
            "Process 3": pool.apply_async(slow_add, [1, 8, 1]),
            "Process 4": pool.apply_async(slow_diff, [5, 9, 2]),
            "Process 5": pool.apply_async(broken_function, [4]),
            "Process 6": pool.apply_async(slow_add, [1, -1, -2]),
        }
        while True:
            status = {name: "has finished" if f.ready() else "is running..." for name, f in futures.items()}
            pprint(status, width=40)
            if "is running..." not in status.values():
                break
            time.sleep(1)
        pprint({name: ending(f) for name, f in futures.items()}, width=70)
