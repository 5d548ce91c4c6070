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


def outcome(future, timeout=None):
    """The value or the error of a future, or None while there is neither."""
    try:
        return future.get(timeout)
    except multiprocessing.TimeoutError:
        return None
    except ValueError as error:
        return error


if __name__ == "__main__":
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(slow_diff, [3, 1, 1]),
        ]
        while unfinished := [f for f in futures if not f.ready()]:
            for i, f in enumerate(futures):
                print(f"Process {i}", "is running..." if f in unfinished else "has finished")
            outcome(unfinished[0], timeout=1)

        for i, f in enumerate(futures):
            if f.successful():
                print(f"Process {i} was successful. Result is {outcome(f)}")
            else:
                print(f"Process {i} failed! {outcome(f)!r}")
