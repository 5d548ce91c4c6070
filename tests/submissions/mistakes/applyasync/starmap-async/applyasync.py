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


def main():
    print(f"Master process is PID {os.getpid()}")
    with Pool() as pool:
        future = pool.starmap_async(slow_add, [(1, 6, 7), (1, 2, 3)])
        first, second = future.get()
    print(f"Result one is {first}")
    print(f"Result two is {second}")


if __name__ == "__main__":
    main()
