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
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(int, ["seven"]),
        ]

        while not all(f.ready() for f in futures):
            for n in range(len(futures)):
                status = "has finished" if futures[n].ready() else "is running..."
                print("Process %d %s" % (n, status))
            time.sleep(0.5)

        for future in futures:
            try:
                future.get()
            except Exception as exc:
                error = exc

        for i, future in enumerate(futures):
            if future.successful():
                print(f"Process {i} was successful. Result is {future.get()}")
            else:
                print(f"Process {i} failed! The error is {error!r}")
