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
        futures = {
            "one": pool.apply_async(slow_add, [1, 6, 7]),
            "two": pool.apply_async(slow_add, [1, 2, 3]),
        }
        while not all(future.ready for future in futures.values()):
            time.sleep(0.2)
    for name, future in futures.items():
        print(f"Result {name} is {future.get()}")


if __name__ == "__main__":
    main()
