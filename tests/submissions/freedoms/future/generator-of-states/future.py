import multiprocessing
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


def states(futures, pause=1):
    """Yield who is ready, once a second, until everybody is."""
    while True:
        ready = [future.ready() for future in futures]
        yield ready
        if all(ready):
            return
        time.sleep(pause)


def main(workers):
    with multiprocessing.Pool(workers) as pool:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(divmod, [47, 5]),
        ]
        for ready in states(futures):
            for i, is_ready in enumerate(ready):
                print("Process", i, ("is running...", "has finished")[is_ready])
            print("." * 20)
        for i, future in enumerate(futures):
            if future.successful():
                print("Process", i, "was successful. Result is", future.get())
            else:
                try:
                    future.get()
                except Exception as error:
                    print("Process", i, "failed!", error)


if __name__ == "__main__":
    main(int(sys.argv[1]))
