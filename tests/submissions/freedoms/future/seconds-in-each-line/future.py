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
        start = time.time()
        while True:
            t = time.time() - start
            for i, f in enumerate(futures):
                print(f"[t={t:4.0f}s] Process {i} {'has finished' if f.ready() else 'is running...'}")
            if all(f.ready() for f in futures):
                break
            time.sleep(1)
        for i, f in enumerate(futures):
            if f.successful():
                print(f"[t={time.time() - start:4.0f}s] Process {i} was successful. Result is {f.get()}")
            else:
                try:
                    f.get()
                except Exception as e:
                    print(f"[t={time.time() - start:4.0f}s] Process {i} failed! {e}")
