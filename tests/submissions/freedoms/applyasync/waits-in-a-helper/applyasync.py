import multiprocessing
import os
import time
from itertools import count


def slow_add(nsecs, x, y):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


def wait_for_all(futures):
    for tries in count():
        unfinished = [future for future in futures if not future.ready()]
        if not unfinished:
            return tries
        unfinished[0].wait(0.3)


def main():
    print(f"Master process is PID {os.getpid()}")
    with multiprocessing.Pool(2) as pool:
        one = pool.apply_async(slow_add, [1, 6, 7])
        two = pool.apply_async(slow_add, [1, 2, 3])
        tries = wait_for_all({one, two})
        first, second = one.get(), two.get()
    print(f"looked {tries} times")
    print(f"Result one is {first}")
    print(f"Result two is {second}")


if __name__ == "__main__":
    main()
