import os
import time
from multiprocessing import Pool


def say(text):
    print(f"Process {os.getppid()} {text}")


def slow_add(nsecs, x, y):
    say(f"going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    say("waking up")
    return x + y


def main():
    print(f"Master process is PID {os.getpid()}")
    start = time.time()
    with Pool(4) as pool:
        first = pool.apply_async(slow_add, (1, 6, 7))
        second = pool.apply_async(slow_add, (1, 2, 3))
        sum1 = first.get()
        sum2 = second.get()
    print(f"Result one is {sum1}")
    print(f"Result two is {sum2}")
    print(f"That took {time.time() - start:.1f} s")


if __name__ == "__main__":
    main()
