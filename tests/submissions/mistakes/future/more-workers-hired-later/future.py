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


def reinforce(pool, more):
    """Hire more workers for a pool that is open already."""
    pool._processes += more
    pool._repopulate_pool()


def main():
    nworkers = int(sys.argv[1])
    with Pool(nworkers) as pool:
        reinforce(pool, 2)

        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(slow_add, [2, 3, 4]),
        ]

        while True:
            states = [f.ready() for f in futures]
            for i, state in enumerate(states):
                print("Process", i, "has finished" if state else "is running...")
            if all(states):
                break
            time.sleep(1)

        for i, f in enumerate(futures):
            if f.successful():
                print("Process", i, "was successful. Result is", f.get())
                continue
            try:
                f.get()
            except Exception as e:
                print("Process", i, "failed!", repr(e))


if __name__ == "__main__":
    main()
