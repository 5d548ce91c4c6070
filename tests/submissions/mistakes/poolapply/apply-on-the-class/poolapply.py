import multiprocessing as mp
import os
import time


def slow_function(nsecs):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return nsecs


def slow_add(nsecs, x, y):
    pid = os.getpid()
    print(f"Process {pid} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    total = x + y
    print(f"Process {pid} waking up")
    return total


def main():
    print(f"Master process is PID {os.getpid()}")
    first = mp.Pool.apply(slow_function, args=(5,))
    print(f"Result is {first}")
    second = mp.Pool.apply(slow_add, args=(1, 6, 7))
    print(f"Result is {second}")


if __name__ == "__main__":
    main()
