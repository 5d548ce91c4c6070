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


if __name__ == "__main__":
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(slow_diff, [4, 5, 50]),
        ]
        while True:
            for i, f in enumerate(futures):
                print(f"Process {i} {'has finished' if f.ready() else 'is running...'}")
            if all(f.ready() for f in futures):
                break
            time.sleep(2)
        for i, f in enumerate(futures):
            if f.successful():
                print(f"Process {i} was successful. Result is {f.get()}")
            else:
                print(f"Process {i} failed!")
                try:
                    f.get()
                except ValueError as e:
                    print(repr(e))
