import multiprocessing
import os
import time


def slow_add(nsecs, x, y):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


def main():
    print(f"Master process is PID {os.getpid()}")
    with multiprocessing.Pool(3) as pool:
        one = pool.apply_async(slow_add, [1, 6, 7])
        two = pool.apply_async(slow_add, [1, 2, 3])
        while not (one.ready() and two.ready()):
            print("waiting...")
            time.sleep(0.1)
        if one.successful() and two.successful():
            print(f"Result one is {one.get()}")
            print(f"Result two is {two.get()}")


if __name__ == "__main__":
    main()
