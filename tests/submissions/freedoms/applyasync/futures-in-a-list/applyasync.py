import multiprocessing
import os
import time


def slow_add(nsecs, x, y):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


if __name__ == "__main__":
    print(f"Master process is PID {os.getpid()}")
    with multiprocessing.Pool(4) as pool:
        futures = [pool.apply_async(slow_add, args) for args in ([1, 6, 7], [1, 2, 3])]
        results = [f.get() for f in futures]
    print("Results are", results)
