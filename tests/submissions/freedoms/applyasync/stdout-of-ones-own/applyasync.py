import io
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
    sys.stdout = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8")
    print(f"Master process is PID {os.getpid()}")
    with Pool(2) as pool:
        one = pool.apply_async(slow_add, [1, 6, 7])
        two = pool.apply_async(slow_add, [1, 2, 3])
        print(f"Result one is {one.get()} ✓")
        print(f"Result two is {two.get()} ✓")
