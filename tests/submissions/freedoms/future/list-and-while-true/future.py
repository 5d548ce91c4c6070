"""Watch six calls in a pool until all of them are over."""
import sys
import time
from multiprocessing import Pool


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")


def slow_product(nsecs, x, y):
    time.sleep(nsecs)
    return x * y


if __name__ == "__main__":
    workers = int(sys.argv[1])

    with Pool(workers) as pool:
        futures = []
        futures.append(pool.apply_async(slow_add, [3, 6, 7]))
        futures.append(pool.apply_async(slow_diff, [2, 5, 2]))
        futures.append(pool.apply_async(slow_add, [1, 8, 1]))
        futures.append(pool.apply_async(slow_diff, [5, 9, 2]))
        futures.append(pool.apply_async(broken_function, [4]))
        futures.append(pool.apply_async(slow_product, [2, 6, 4]))

        while True:
            left = 0
            for i, future in enumerate(futures):
                if future.ready():
                    print("Process %s has finished" % i)
                else:
                    print("Process %s is running..." % i)
                    left += 1
            print()
            if left == 0:
                break
            time.sleep(1)

        for i, future in enumerate(futures):
            if future.successful():
                print("Process %s was successful. Result is %s" % (i, future.get()))
            else:
                print("Process %s failed!" % i)
                try:
                    future.get()
                except Exception as e:
                    print("    The error was %s: %s" % (type(e), e))
