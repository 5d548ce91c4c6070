import multiprocessing as mp
import os
import time


def slow_add(nsecs, x, y):
    pid = os.getpid()
    print(f"Process {pid} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {pid} waking up")
    return x + y


def add(args):
    return slow_add(*args)


def main():
    print(f"Master process is PID {os.getpid()}")
    with mp.Pool(2) as pool:
        one, two = pool.map(add, [(1, 6, 7), (1, 2, 3)])
    print(f"Result one is {one}")
    print(f"Result two is {two}")


if __name__ == "__main__":
    main()
