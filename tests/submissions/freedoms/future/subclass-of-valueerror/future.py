import multiprocessing
import sys
import time


class BrokenFunctionError(ValueError):
    """What broken_function raises."""

    def __init__(self, message="Called broken function"):
        super().__init__(message)


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    try:
        time.sleep(nsecs)
    finally:
        print("broken_function is about to break", flush=True)
    raise BrokenFunctionError


def main():
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(slow_diff, [1, 2, 4]),
        ]
        while not all(future.ready() for future in futures):
            for i, future in enumerate(futures):
                print(f"Process {i} {'has finished' if future.ready() else 'is running...'}", flush=True)
            time.sleep(1)
        for i, future in enumerate(futures):
            if future.successful():
                print(f"Process {i} was successful. Result is {future.get()}")
            else:
                try:
                    future.get()
                except BrokenFunctionError as error:
                    print(f"Process {i} failed! {type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
