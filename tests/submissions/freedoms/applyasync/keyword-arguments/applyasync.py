import multiprocessing
import os
import time


def slow_add(duration, first, second):
    print(f"Process {os.getpid()} going to sleep for {duration} second(s)")
    time.sleep(duration)
    print(f"Process {os.getpid()} waking up")
    return first + second


if __name__ == "__main__":
    print(f"Master process is PID {os.getpid()}")
    with multiprocessing.Pool(processes=2) as pool:
        one = pool.apply_async(func=slow_add, kwds=dict(duration=1, first=6, second=7))
        two = pool.apply_async(slow_add, [1], {"second": 3, "first": 2})
        print(f"Result one is {one.get(timeout=30)}")
        print(f"Result two is {two.get(timeout=30)}")
