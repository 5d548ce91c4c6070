import sys
import time
from concurrent.futures import ThreadPoolExecutor


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")


def double(nsecs, x):
    time.sleep(nsecs)
    return 2 * x


def main():
    with ThreadPoolExecutor(max_workers=int(sys.argv[1])) as executor:
        futures = [
            executor.submit(slow_add, 3, 6, 7),
            executor.submit(slow_diff, 2, 5, 2),
            executor.submit(slow_add, 1, 8, 1),
            executor.submit(slow_diff, 5, 9, 2),
            executor.submit(broken_function, 4),
            executor.submit(double, 2, 21),
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
            print(f"Process {i} failed! Error: {error}")


if __name__ == "__main__":
    main()
