import logging
import multiprocessing
import sys
import time

out = logging.getLogger("future")
out.setLevel(logging.DEBUG)
out.addHandler(logging.StreamHandler(sys.stdout))

err = logging.getLogger("future.details")
err.propagate = False
err.addHandler(logging.StreamHandler(sys.stderr))


def slow_add(nsecs, x, y):
    err.debug("slow_add(%s, %s, %s)", nsecs, x, y)
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    err.debug("slow_diff(%s, %s, %s)", nsecs, x, y)
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    err.debug("broken_function(%s)", nsecs)
    time.sleep(nsecs)
    raise ValueError("Called broken function")


def main():
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(slow_diff, [1, 0, 1]),
        ]
        while not all(future.ready() for future in futures):
            for i, future in enumerate(futures):
                out.info("Process %d %s", i, "has finished" if future.ready() else "is running...")
            time.sleep(1)
        for i, future in enumerate(futures):
            if future.successful():
                out.info("Process %d was successful. Result is %s", i, future.get())
            else:
                try:
                    future.get()
                except ValueError as error:
                    out.error("Process %d failed! %s", i, error)
                    err.exception("the whole story of process %d:", i)


if __name__ == "__main__":
    main()
