# Futures with a multiprocessing pool
import multiprocessing as mp
import sys
import time


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    total = x + y
    return total


def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    diff = x - y
    return diff


def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")


def slow_max(nsecs, numbers):
    time.sleep(nsecs)
    return max(numbers)


def show_status(futures):
    """Print one line for each future and return how many are still running."""
    running = 0
    for number, future in enumerate(futures):
        if future.ready():
            print("Process", number, "has finished")
        else:
            print("Process", number, "is running...")
            running = running + 1
    return running


def show_results(futures):
    for number, future in enumerate(futures):
        if future.successful():
            value = future.get()
            print("Process", number, "was successful. Result is", value)
        else:
            print("Process", number, "failed!")
            try:
                future.get()
            except Exception as err:
                print("   reason:", type(err).__name__, "-", err)


if __name__ == "__main__":
    n = int(sys.argv[1])
    print("Using a pool of", n, "workers")
    pool = mp.Pool(n)

    first = pool.apply_async(slow_add, [3, 6, 7])
    second = pool.apply_async(slow_diff, [2, 5, 2])
    third = pool.apply_async(slow_add, [1, 8, 1])
    fourth = pool.apply_async(slow_diff, [5, 9, 2])
    fifth = pool.apply_async(broken_function, [4])
    mine = pool.apply_async(slow_max, [1, [4, 19, 7]])
    pool.close()

    futures = [first, second, third, fourth, fifth, mine]
    show_status(futures)

    pool.join()
    show_results(futures)
