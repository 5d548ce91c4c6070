import os
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

if __name__ == "__main__":
    with Pool(int(sys.argv[1])) as pool:
        futures = []
        futures.append(pool.apply_async(slow_add, [3, 6, 7]))
        futures.append(pool.apply_async(slow_diff, [2, 5, 2]))
        futures.append(pool.apply_async(slow_add, [1, 8, 1]))
        futures.append(pool.apply_async(slow_diff, [5, 9, 2]))
        futures.append(pool.apply_async(broken_function, [4]))
        futures.append(pool.apply_async(slow_add, [2, 10, 20]))
        while True:
            all_finished = True
            print("\nHave the workers finished?")
            for i, future in enumerate(futures):
                if future.ready():
                    print("Process %d has finished" % i)
                else:
                    all_finished = False
                    print("Process %d is running..." % i)
            if all_finished:
                break
            time.sleep(1)
        for i, future in enumerate(futures):
            if future.successful():
                print("Process %d was successful. Result is %s" % (i, sorted(f.get() for f in futures if f.successful())[i if i < 4 else 4]))
            else:
                try:
                    future.get()
                except Exception as e:
                    print("Process %d failed! Error = %s" % (i, e))
