import os, time
from multiprocessing import Pool


def slow_function(nsecs):
    pid = os.getpid()
    print(f"{'Process':<10}{pid:>8}{'going to sleep for':>22}{nsecs:>4} second(s)")
    end = time.time() + nsecs
    while time.time() < end:
        time.sleep(1)
    print(f"{'Process':<10}{pid:>8}{'waking up':>22}")
    return nsecs


def slow_add(nsecs, x, y):
    slow_function(nsecs)
    return sum((x, y))


if __name__ == "__main__":
    print(f"{'Master':<10}{os.getpid():>8}")
    with Pool(2) as pool:
        print(f"{'Result':<10}{pool.apply(slow_function, [5]):>8}")
        print(f"{'Result':<10}{pool.apply(slow_add, [1, 6, 7]):>8}")
