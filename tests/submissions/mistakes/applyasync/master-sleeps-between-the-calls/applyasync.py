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
    pool = mp.Pool(processes=2)
    one = pool.apply_async(slow_add, args=(1, 6, 7))
    time.sleep(1)
    two = pool.apply_async(slow_add, args=(1, 2, 3))
    pool.close()
    pool.join()
    print(f"Result one is {one.get()}")
    print(f"Result two is {two.get()}")


if __name__ == "__main__":
    main()
