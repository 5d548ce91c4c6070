import multiprocessing
import os
import time


def slow_add(nsecs, x, y):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


def compute():
    with multiprocessing.Pool(2) as pool:
        futures = (
            pool.apply_async(slow_add, [1, 6, 7]),
            pool.apply_async(slow_add, [1, 2, 3]),
        )
        for future in futures:
            future.wait()
    return futures


if __name__ == "__main__":
    print(f"Master process is PID {os.getpid()}")
    one, two = compute()
    print(f"Result one is {one.get()}")
    print(f"Result two is {two.get()}")
