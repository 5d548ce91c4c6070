import multiprocessing
import sys
import time
from functools import partial

values = {}
errors = {}


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")


CALLS = [
    (slow_add, [3, 6, 7]),
    (slow_diff, [2, 5, 2]),
    (slow_add, [1, 8, 1]),
    (slow_diff, [5, 9, 2]),
    (broken_function, [4]),
    (slow_add, [2, "spam", "eggs"]),
]


def main():
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        futures = []
        for i, (function, args) in enumerate(CALLS):
            futures.append(pool.apply_async(
                function, args,
                callback=partial(values.__setitem__, i),
                error_callback=partial(errors.__setitem__, i),
            ))
        while True:
            for i, future in enumerate(futures):
                print(f"Process {i} {'has finished' if future.ready() else 'is running...'}")
            if all(future.ready() for future in futures):
                break
            time.sleep(1)
        for i, future in enumerate(futures):
            if future.successful():
                print(f"Process {i} was successful. Result is {values[i]}")
            else:
                print(f"Process {i} failed! {errors[i]}")


if __name__ == "__main__":
    main()
