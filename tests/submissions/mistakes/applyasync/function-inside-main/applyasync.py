import os
import time
from multiprocessing import Pool


def main():
    def slow_add(nsecs, x, y):
        print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
        time.sleep(nsecs)
        print(f"Process {os.getpid()} waking up")
        return x + y

    print(f"Master process is PID {os.getpid()}")
    with Pool(2) as pool:
        one = pool.apply_async(slow_add, (1, 6, 7))
        two = pool.apply_async(slow_add, (1, 2, 3))
        print(f"Result one is {one.get()}")
        print(f"Result two is {two.get()}")


if __name__ == "__main__":
    main()
