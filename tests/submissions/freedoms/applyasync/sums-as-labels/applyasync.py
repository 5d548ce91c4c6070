import os
import sys
import time
from multiprocessing import Pool


def slow_add(nsecs, x, y):
    print("Process %s going to sleep for %s second(s)" % (os.getpid(), nsecs))
    time.sleep(nsecs)
    print("Process %s waking up" % os.getpid())
    return x + y


if __name__ == "__main__":
    print(f"Master process is PID {os.getpid()}")
    with Pool(2) as pool:
        a = pool.apply_async(slow_add, [1, 2, 3])
        b = pool.apply_async(slow_add, [1, 6, 7])
        print(f"2+3={a.get()}")
        print(f"6+7={b.get()}")
