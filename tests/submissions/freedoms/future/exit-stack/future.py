import contextlib
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


@contextlib.contextmanager
def reported_failure(i):
    try:
        yield
    except ValueError as error:
        print(f"Process {i} failed!")
        print(f"    {error.args[0]}")


def main():
    with contextlib.ExitStack() as stack:
        pool = stack.enter_context(contextlib.closing(multiprocessing.Pool(int(sys.argv[1]))))
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(slow_add, [1, 44, 2]),
        ]
        while not all(future.ready() for future in futures):
            for i, future in enumerate(futures):
                print(f"Process {i} {'has finished' if future.ready() else 'is running...'}")
            time.sleep(1)
    pool.join()

    well = [i for i, future in enumerate(futures) if future.successful()]
    ill = [i for i, future in enumerate(futures) if not future.successful()]
    for i in well:
        print(f"Process {i} was successful. Result is {futures[i].get()}")
    for i in ill:
        with reported_failure(i):
            futures[i].get()


if __name__ == "__main__":
    main()
