import os
import time
from concurrent.futures import ThreadPoolExecutor


def say(text):
    print(f"Process {os.getpid()} {text}")


def slow_add(nsecs, x, y):
    say(f"going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    say("waking up")
    return x + y


if __name__ == "__main__":
    print(f"Master process is PID {os.getpid()}")
    with ThreadPoolExecutor(max_workers=2) as pool:
        first = pool.submit(slow_add, 1, 6, 7)
        second = pool.submit(slow_add, 1, 2, 3)
    print(f"Result one is {first.result()}")
    print(f"Result two is {second.result()}")
