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
            waiting = 0
            for i, f in enumerate(futures):
                print("Process", i)
                print("    has finished" if f.ready() else "    is running...")
                waiting += not f.ready()
            if not waiting:
                break
            time.sleep(1)
        for i, f in enumerate(futures):
            print("Process", i)
            if f.successful():
                print("    was successful. Result is", f.get())
            else:
                try:
                    f.get()
                except Exception as e:
                    print("    failed!", e)
