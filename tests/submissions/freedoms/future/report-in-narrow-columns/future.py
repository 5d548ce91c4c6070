import sys
import time
from multiprocessing import Pool

LINE = "│ {:>7} │ {:<14.14} │ {:<36.36} │"
TOP = "┌" + "─" * 9 + "┬" + "─" * 16 + "┬" + "─" * 38 + "┐"
MIDDLE = "├" + "─" * 9 + "┼" + "─" * 16 + "┼" + "─" * 38 + "┤"
BOTTOM = "└" + "─" * 9 + "┴" + "─" * 16 + "┴" + "─" * 38 + "┘"


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")


def table(title, rows):
    print(TOP)
    print(LINE.format("Process", "State", title))
    print(MIDDLE)
    for row in rows:
        print(LINE.format(*row))
    print(BOTTOM)


def outcome(i, future):
    if future.successful():
        return i, "was successful", str(future.get())
    try:
        future.get()
    except Exception as error:
        return i, "failed!", f"{type(error).__name__}: {error}"


if __name__ == "__main__":
    with Pool(int(sys.argv[1])) as pool:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(pow, [2, 10]),
        ]
        while True:
            ready = [future.ready() for future in futures]
            table("", [(i, "has finished" if r else "is running...", "") for i, r in enumerate(ready)])
            if all(ready):
                break
            time.sleep(1)
        table("Result or error", [outcome(i, future) for i, future in enumerate(futures)])
