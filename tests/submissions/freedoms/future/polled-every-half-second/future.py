import multiprocessing
import os
import sys
import time

POLLING_INTERVAL = 0.5


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")


def print_status(futures):
    everyone = True
    for i, future in enumerate(futures):
        if future.ready():
            print(f"Process {i} has finished")
        else:
            print(f"Process {i} is running...")
            everyone = False
    return everyone


def print_result(i, future):
    if future.successful():
        print(f"Process {i} was successful. Result is {future.get()}")
        return
    try:
        future.get()
    except Exception as error:
        message = str(error)
    print(f"Process {i} failed!")
    print(f"Error: {message}")


def main():
    pool = multiprocessing.Pool(int(sys.argv[1]))
    try:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(os.getpid),
        ]
        while not print_status(futures):
            time.sleep(POLLING_INTERVAL)
        for i, future in enumerate(futures):
            print_result(i, future)
    finally:
        pool.terminate()
        pool.join()


if __name__ == "__main__":
    main()
