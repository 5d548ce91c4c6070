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
    with multiprocessing.Pool(2) as pool:
        two = pool.apply_async(slow_add, [1, 2, 3])
        one = pool.apply_async(slow_add, [1, 6, 7])
        result_two = two.get()
        result_one = one.get()
        print(f"Result two is {result_two}")
        print(f"Result one is {result_one}")
