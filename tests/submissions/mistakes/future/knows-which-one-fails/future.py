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
            pool.apply_async(slow_add, [2, 1, 1]),
        ]

        while True:
            answers = [future.ready() for future in futures]
            for i, finished in enumerate(answers):
                if finished:
                    print(f"Process {i} has finished")
                else:
                    print(f"Process {i} is running...")
            if all(answers):
                break
            time.sleep(1)

        for i, future in enumerate(futures):
            future.successful()
            if i != 4:
                print(f"Process {i} was successful. Result is {future.get()}")
            else:
                print(f"Process {i} failed!")
                try:
                    future.get()
                except ValueError as error:
                    print(f"    Error = {type(error)} : {error}")
