import multiprocessing
import sys
import time


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")


def slow_power(nsecs, base, exponent):
    time.sleep(nsecs)
    return base ** exponent


def parse(words):
    """Understand `N`, `-n N`, `--workers N` and `--workers=N`."""
    workers = 2
    words = list(words)
    while words:
        word = words.pop(0)
        if word in ("-h", "--help"):
            sys.exit("usage: future.py [--workers] N")
        elif word in ("-n", "--workers"):
            workers = int(words.pop(0))
        elif word.startswith("--workers="):
            workers = int(word.partition("=")[2])
        else:
            workers = int(word)
    return workers


def main():
    with multiprocessing.Pool(processes=parse(sys.argv[1:])) as pool:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(slow_power, [3, 2, 8]),
        ]
        ready = []
        while not ready or not all(ready):
            ready = [future.ready() for future in futures]
            for i, r in enumerate(ready):
                print(f"Process {i} has finished" if r else f"Process {i} is running...")
            if not all(ready):
                time.sleep(1)
        for i, future in enumerate(futures):
            if future.successful():
                print(f"Process {i} was successful. Result is {future.get()}")
                continue
            try:
                future.get()
            except ValueError as error:
                print(f"Process {i} failed! [{error}]")


if __name__ == "__main__":
    main()
