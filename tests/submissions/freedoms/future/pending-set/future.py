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


def count_to(n):
    """Count aloud, one number per second."""
    for i in range(n):
        time.sleep(1)
    return list(range(1, n + 1))


def main():
    if len(sys.argv) != 2:
        print("usage: future.py N", file=sys.stderr)
        return 2
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        futures = [pool.apply_async(function, args) for function, args in (
            (slow_add, [3, 6, 7]),
            (slow_diff, [2, 5, 2]),
            (slow_add, [1, 8, 1]),
            (slow_diff, [5, 9, 2]),
            (broken_function, [4]),
            (count_to, [3]),
        )]

        pending = set(futures)
        while pending:
            for i, future in enumerate(futures):
                if future not in pending:
                    continue        # said so before
                if future.ready():
                    print(f"Process {i} has finished")
                    pending.remove(future)
                else:
                    print(f"Process {i} is running...")
            if pending:
                time.sleep(1)

        for i, future in enumerate(futures):
            if future.successful():
                print(f"Process {i} was successful. Result is {future.get()}")
            else:
                print(f"Process {i} failed!")
                try:
                    future.get()
                except Exception as error:
                    print(f"  {error}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
