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
    if n < 2:
        print("nothing is parallel with one worker")
        sys.exit()
    with Pool(n) as pool:
        futures = [
            pool.apply_async(slow_add, (3, 6, 7)),
            pool.apply_async(slow_diff, (2, 5, 2)),
            pool.apply_async(slow_add, (1, 8, 1)),
            pool.apply_async(slow_diff, (5, 9, 2)),
            pool.apply_async(broken_function, (4,)),
        ]
        # one more for each worker
        for i in range(n):
            futures.append(pool.apply_async(slow_add, (1, 20, i)))

        running = True
        while running:
            running = False
            for i, future in enumerate(futures):
                if future.ready():
                    print(f"Process {i} has finished")
                else:
                    print(f"Process {i} is running...")
                    running = True
            if running:
                time.sleep(1)

        for i, future in enumerate(futures):
            if future.successful():
                print(f"Process {i} was successful. Result is {future.get()}")
            else:
                try:
                    future.get()
                except ValueError as error:
                    print(f"Process {i} failed! The error is {error}")
