import multiprocessing as mp
import os
import time


def slow_add(nsecs, x, y):
    pid = os.getpid()
    print(f"Process {pid} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {pid} waking up")
    return x + y


def add_and_print(name, *args):
    print(f"Result {name} is {slow_add(*args)}")


def main():
    print(f"Master process is PID {os.getpid()}")
    pool = mp.Pool(2)
    pool.apply_async(add_and_print, ("one", 1, 6, 7))
    pool.apply_async(add_and_print, ("two", 1, 2, 3))
    pool.close()
    pool.join()


if __name__ == "__main__":
    main()
