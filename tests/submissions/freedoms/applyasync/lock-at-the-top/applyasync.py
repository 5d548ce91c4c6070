import multiprocessing
import os
import time

PRINT_LOCK = multiprocessing.Lock()


def slow_add(nsecs, x, y):
    with PRINT_LOCK:
        print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    with PRINT_LOCK:
        print(f"Process {os.getpid()} waking up")
    return x + y


if __name__ == "__main__":
    print(f"Master process is PID {os.getpid()}")
    with multiprocessing.Pool(2) as pool:
        one = pool.apply_async(slow_add, [1, 6, 7])
        two = pool.apply_async(slow_add, [1, 2, 3])
        one = one.get()
        two = two.get()
    print(f"Result one is {one}")
    print(f"Result two is {two}")
