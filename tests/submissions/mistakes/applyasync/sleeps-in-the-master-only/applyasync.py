import multiprocessing
import os
import time


def slow_add(nsecs, x, y):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    if multiprocessing.current_process().name == "MainProcess":
        time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


if __name__ == "__main__":
    print(f"Master process is PID {os.getpid()}")
    with multiprocessing.Pool() as pool:
        r1 = pool.apply_async(slow_add, [1, 6, 7])
        r2 = pool.apply_async(slow_add, [1, 2, 3])
        r1.wait()
        r2.wait()
        print(f"Result one is {r1.get()}")
        print(f"Result two is {r2.get()}")
