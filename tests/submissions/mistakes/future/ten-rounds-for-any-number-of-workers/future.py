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
    n = int(sys.argv[1])
    with Pool(n) as pool:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(slow_diff, [2, 2, 2]),
        ]

        # ten seconds are enough
        for second in range(10):
            for i, f in enumerate(futures):
                if f.ready():
                    print("Process {} has finished".format(i))
                else:
                    print("Process {} is running...".format(i))
            time.sleep(1)

        for i, f in enumerate(futures):
            if f.successful():
                print("Process {} was successful. Result is {}".format(i, f.get()))
            else:
                try:
                    f.get()
                except Exception as e:
                    print("Process {} failed! {}".format(i, e))
