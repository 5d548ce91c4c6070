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
    print("Master process is PID %d" % os.getpid())
    with Pool(2) as pool:
        r1 = pool.apply_async(lambda: slow_add(1, 6, 7))
        r2 = pool.apply_async(slow_add, [1, 2, 3])
        r1.wait()
        print("Result one is %d" % r1.get())
        r2.wait()
        print("Result two is %d" % r2.get())
