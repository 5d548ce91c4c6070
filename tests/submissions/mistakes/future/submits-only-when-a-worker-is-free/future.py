import sys
import threading
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


CALLS = [
    (slow_add, [3, 6, 7]),
    (slow_diff, [2, 5, 2]),
    (slow_add, [1, 8, 1]),
    (slow_diff, [5, 9, 2]),
    (broken_function, [4]),
    (slow_add, [2, 1, 1]),
]


if __name__ == "__main__":
    nworkers = int(sys.argv[1])
    free = threading.Semaphore(nworkers)

    def release(_):
        free.release()

    with Pool(nworkers) as pool:
        futures = []
        for function, args in CALLS:
            free.acquire()
            futures.append(
                pool.apply_async(function, args, callback=release, error_callback=release)
            )

        while not all(f.ready() for f in futures):
            for n in range(len(futures)):
                status = "has finished" if futures[n].ready() else "is running..."
                print("Process %d %s" % (n + 1, status))
            time.sleep(0.5)

        for n in range(len(futures)):
            if not futures[n].successful():
                print("Process %d failed!" % (n + 1))
                try:
                    futures[n].get()
                except Exception as e:
                    print("Error = %s : %s" % (type(e).__name__, e))
                continue
            print("Process %d was successful. Result is %s" % (n + 1, futures[n].get()))
