import sys
import time
from concurrent.futures import ProcessPoolExecutor


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")


def half(nsecs, x):
    time.sleep(nsecs)
    return x / 2


def main():
    with ProcessPoolExecutor(max_workers=int(sys.argv[1])) as workers:
        futures = [
            workers.submit(slow_add, 3, 6, 7),
            workers.submit(slow_diff, 2, 5, 2),
            workers.submit(slow_add, 1, 8, 1),
            workers.submit(slow_diff, 5, 9, 2),
            workers.submit(broken_function, 4),
            workers.submit(half, 2, 21),
        ]
        while not all(f.done() for f in futures):
            for i, f in enumerate(futures):
                print(f"Process {i}", "has finished" if f.done() else "is running...")
            time.sleep(1)

    for i, f in enumerate(futures):
        error = f.exception()
        if error is None:
            print(f"Process {i} was successful. Result is {f.result()}")
        else:
            print(f"Process {i} failed! {error!r}")


if __name__ == "__main__":
    main()
