import multiprocessing
import os
import time


def slow_add(nsecs, x, y):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


def patient_get(future):
    while True:
        try:
            return future.get(timeout=0.4)
        except multiprocessing.TimeoutError:
            print("not yet...")


if __name__ == "__main__":
    print(f"Master process is PID {os.getpid()}")
    with multiprocessing.Pool(2) as pool:
        one = pool.apply_async(slow_add, [1, 6, 7])
        two = pool.apply_async(slow_add, [1, 2, 3])
        print(f"Result one is {patient_get(one)}")
        print(f"Result two is {patient_get(two)}")
