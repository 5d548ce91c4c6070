import os
import time
from multiprocessing import Pool


def say(text):
    print(f"Process {os.getpid()} {text}")


def slow_add(nsecs, x, y):
    say(f"going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    say("waking up")
    return x + y


if __name__ == "__main__":
    print(f"Master process is PID {os.getpid()}")

    with Pool(2) as pool:
        future = pool.apply_async(slow_add, (1, 6, 7))
        print(f"Result one is {future.get()}")

    with Pool(2) as pool:
        future = pool.apply_async(slow_add, (1, 2, 3))
        print(f"Result two is {future.get()}")
