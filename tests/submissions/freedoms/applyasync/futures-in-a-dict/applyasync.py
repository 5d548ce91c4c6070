import multiprocessing
import os
import time


def slow_add(nsecs, x, y):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


CALLS = {"one": [1, 6, 7], "two": [1, 2, 3]}


def main():
    print(f"Master process is PID {os.getpid()}")
    with multiprocessing.Pool(len(CALLS)) as pool:
        futures = {name: pool.apply_async(slow_add, args) for name, args in CALLS.items()}
        for name, future in futures.items():
            print(f"Result {name} is {future.get()}")


if __name__ == "__main__":
    main()
