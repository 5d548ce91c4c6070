import inspect
import string
import sys
import textwrap
import time
from multiprocessing import Pool


def slow_add(nsecs, x, y):
    """Return the sum of two numbers. Process 1 is as slow as Process 2, both take their time."""
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    """Return the difference of two numbers."""
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    """Raise an error, late."""
    time.sleep(nsecs)
    raise ValueError("Called broken function")


def count_sheep(n):
    return ", ".join(f"{i} sheep" for i in range(1, n + 1))


def report(text):
    print(textwrap.fill(text, width=60, initial_indent="* ", subsequent_indent="  "))


def main():
    workers = int(sys.argv[1])
    with Pool(workers) as pool:
        futures = (
            pool.apply_async(count_sheep, (40,)),
            pool.apply_async(slow_add, (3, 6, 7)),
            pool.apply_async(slow_diff, (2, 5, 2)),
            pool.apply_async(slow_add, (1, 8, 1)),
            pool.apply_async(slow_diff, (5, 9, 2)),
            pool.apply_async(broken_function, (4,)),
            pool.apply_async(inspect.getdoc, (slow_add,)),
            pool.apply_async(string.ascii_letters.__mul__, (100,)),
        )
        delay = 0.1
        while True:
            finished = [future.ready() for future in futures]
            for i, yes in enumerate(finished):
                report(f"Process {i} " + ("has finished" if yes else "is running..."))
            if all(finished):
                break
            time.sleep(delay)
            delay = min(2 * delay, 1.6)
        for i, future in enumerate(futures):
            if future.successful():
                report(f"Process {i} was successful. Result is {future.get()}")
            else:
                try:
                    future.get()
                except Exception as error:
                    report(f"Process {i} failed! The reason was {type(error).__name__} with the message {error}")


if __name__ == "__main__":
    main()
