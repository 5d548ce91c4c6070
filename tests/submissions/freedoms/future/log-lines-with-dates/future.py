import logging
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
        logging.basicConfig(stream=sys.stdout, level=logging.INFO, format="%(asctime)s,%(msecs)03d %(levelname)s [%(process)d] %(message)s")
        futures = []
        futures.append(pool.apply_async(slow_add, [3, 6, 7]))
        futures.append(pool.apply_async(slow_diff, [2, 5, 2]))
        futures.append(pool.apply_async(slow_add, [1, 8, 1]))
        futures.append(pool.apply_async(slow_diff, [5, 9, 2]))
        futures.append(pool.apply_async(broken_function, [4]))
        futures.append(pool.apply_async(slow_add, [2, 10, 20]))
        while True:
            for i, f in enumerate(futures):
                logging.info("Process %d %s", i, "has finished" if f.ready() else "is running...")
            if all(f.ready() for f in futures):
                break
            time.sleep(1)
        for i, f in enumerate(futures):
            if f.successful():
                logging.info("Process %d was successful. Result is %s", i, f.get())
            else:
                try:
                    f.get()
                except Exception as e:
                    logging.error("Process %d failed! %s", i, e)
