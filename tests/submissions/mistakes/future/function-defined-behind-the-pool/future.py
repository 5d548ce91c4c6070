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
        futures.append(pool.apply_async(slow_add, [3, 6, 7]))
        futures.append(pool.apply_async(slow_diff, [2, 5, 2]))
        futures.append(pool.apply_async(slow_add, [1, 8, 1]))
        futures.append(pool.apply_async(slow_diff, [5, 9, 2]))
        futures.append(pool.apply_async(broken_function, [4]))

        # my own function
        def square(x):
            return x * x

        futures.append(pool.apply_async(square, [12]))

        while True:
            ready = [f.ready() for f in futures]
            for i, r in enumerate(ready):
                if r:
                    print(f"Process {i} has finished")
                else:
                    print(f"Process {i} is running...")
            if all(ready):
                break
            time.sleep(1)

        for i, f in enumerate(futures):
            if f.successful():
                print(f"Process {i} was successful. Result is {f.get()}")
            else:
                try:
                    f.get()
                except Exception as e:
                    print(f"Process {i} failed! {e}")
