"""Run six slow calls in a pool and look at their futures."""

from multiprocessing import Pool
import sys
import time


def slow_add(nsecs, x, y):
    """Sleep for nsecs seconds, then return the sum of x and y."""
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    """Sleep for nsecs seconds, then return the difference of x and y."""
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    """Sleep for nsecs seconds, then fail."""
    time.sleep(nsecs)
    raise ValueError("Called broken function")


def slow_product(nsecs, x, y):
    """Sleep for nsecs seconds, then return the product of x and y."""
    time.sleep(nsecs)
    return x * y


if __name__ == "__main__":
    nworkers = int(sys.argv[1])
    futures = []

    with Pool(nworkers) as pool:
        futures.append(pool.apply_async(slow_add, [3, 6, 7]))
        futures.append(pool.apply_async(slow_diff, [2, 5, 2]))
        futures.append(pool.apply_async(slow_add, [1, 8, 1]))
        futures.append(pool.apply_async(slow_diff, [5, 9, 2]))
        futures.append(pool.apply_async(broken_function, [4]))
        futures.append(pool.apply_async(slow_product, [2, 3, 4]))

        all_finished = True
        while True:
            print("\nHave the workers finished?")

            for i in range(len(futures)):
                if futures[i].ready():
                    print("Process %s has finished" % i)
                else:
                    all_finished = False
                    print("Process %s is running..." % i)

            if all_finished:
                break

            time.sleep(1)

        print("\nHere are the results.")

        for i in range(len(futures)):
            if futures[i].successful():
                print("Process %s was successful. Result is %s" % (i, futures[i].get()))
            else:
                print("Process %s failed!" % i)
                try:
                    futures[i].get()
                except Exception as e:
                    print("    Error = %s : %s" % (type(e), e))
