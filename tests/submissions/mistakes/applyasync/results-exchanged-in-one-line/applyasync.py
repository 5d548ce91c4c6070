import os
import time
from multiprocessing import Pool


def slow_add(nsecs, x, y):
    print("Process %s going to sleep for %s second(s)" % (os.getpid(), nsecs))
    time.sleep(nsecs)
    print("Process %s waking up" % os.getpid())
    return x + y


if __name__ == "__main__":
    print("Master process is PID %s" % os.getpid())
    with Pool(2) as pool:
        a = pool.apply_async(slow_add, [1, 6, 7])
        b = pool.apply_async(slow_add, [1, 2, 3])
        print("Result one is %s, Result two is %s" % (b.get(), a.get()))
