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
    nworkers = int(sys.argv[1])
    with Pool(nworkers) as pool:
        futures = []
        for func, args in ((slow_add, [3, 6, 7]), (slow_diff, [2, 5, 2]),
                           (slow_add, [1, 8, 1]), (slow_diff, [5, 9, 2]),
                           (broken_function, [4]), (slow_diff, [1, 50, 8])):
            futures.append(pool.apply_async(func, args))

        while True:
            ready = [f.ready() for f in futures]
            for i in range(len(futures)):
                if ready[i]:
                    print("Process", i, "has finished")
                else:
                    print("Process", i, "is running...")
            if all(ready):
                sys.exit(0)
            time.sleep(1)

        for i in range(len(futures)):
            if futures[i].successful():
                print("Process", i, "was successful. Result is", futures[i].get())
            else:
                try:
                    futures[i].get()
                except Exception as e:
                    print("Process", i, "failed!", e)
