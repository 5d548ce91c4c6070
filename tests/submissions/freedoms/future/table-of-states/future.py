import multiprocessing
import shutil
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


def rule():
    print("-" * min(60, shutil.get_terminal_size().columns))


def row(*cells):
    print("| {:>3} | {:<16} | {:<30} |".format(*cells))


def error_of(future):
    try:
        future.get()
    except Exception as error:
        return error


def main():
    calls = [
        (slow_add, [3, 6, 7]),
        (slow_diff, [2, 5, 2]),
        (slow_add, [1, 8, 1]),
        (slow_diff, [5, 9, 2]),
        (broken_function, [4]),
        (slow_add, [2, 15, 15]),
    ]
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        futures = [pool.apply_async(*call) for call in calls]

        finished = False
        while not finished:
            finished = all(future.ready() for future in futures)
            rule()
            for i, ((function, _), future) in enumerate(zip(calls, futures)):
                row(i, function.__name__, "finished" if future.ready() else "running")
            rule()
            if not finished:
                time.sleep(1)

        print("\nRESULTS")
        rule()
        for i, ((function, _), future) in enumerate(zip(calls, futures)):
            if future.successful():
                row(i, "success", future.get())
            else:
                row(i, "failure", str(error_of(future)))
        rule()


if __name__ == "__main__":
    main()
