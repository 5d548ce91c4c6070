from multiprocessing import Pool
import sys
import time


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")


def slow_square(nsecs, x):
    time.sleep(nsecs)
    return x * x


if __name__ == "__main__":
    with Pool(int(sys.argv[1])) as pool:
        futures = [
            pool.starmap_async(slow_add, [[3, 6, 7]]),
            pool.starmap_async(slow_diff, [[2, 5, 2]]),
            pool.starmap_async(slow_add, [[1, 8, 1]]),
            pool.starmap_async(slow_diff, [[5, 9, 2]]),
            pool.starmap_async(broken_function, [[4]]),
            pool.starmap_async(slow_square, [[1, 9]]),
        ]

        running = True
        while running:
            running = False
            for i, future in enumerate(futures):
                if future.ready():
                    print("Process", i, "has finished")
                else:
                    print("Process", i, "is running...")
                    running = True
            if running:
                time.sleep(1)

        for i, future in enumerate(futures):
            if future.successful():
                print("Process", i, "was successful. Result is", future.get()[0])
            else:
                try:
                    future.get()
                except ValueError as error:
                    print("Process", i, "failed!", error)
