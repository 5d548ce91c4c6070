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


def add_in_pool(pool, *args):
    future = pool.apply_async(slow_add, args)
    future.wait()
    return future.get()


if __name__ == "__main__":
    print(f"Master process is PID {os.getpid()}")
    with Pool() as pool:
        print(f"Result one is {add_in_pool(pool, 1, 6, 7)}")
        print(f"Result two is {add_in_pool(pool, 1, 2, 3)}")
