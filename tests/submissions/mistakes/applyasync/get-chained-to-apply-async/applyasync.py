import multiprocessing as mp
import os
import time


def slow_add(nsecs, x, y):
    pid = os.getpid()
    print(f"Process {pid} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {pid} waking up")
    return x + y


def main():
    print(f"Master process is PID {os.getpid()}")
    with mp.Pool(2) as pool:
        one = pool.apply_async(slow_add, args=(1, 6, 7)).get()
        two = pool.apply_async(slow_add, args=(1, 2, 3)).get()
    print(f"Result one is {one}")
    print(f"Result two is {two}")


if __name__ == "__main__":
    main()
