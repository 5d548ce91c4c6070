import os
import time
from multiprocessing import Pool

if __name__ == "__main__":
    print("Master process is PID", os.getpid())

    def slow_function(nsecs):
        print("Process", os.getpid(), "going to sleep for", nsecs, "second(s)")
        time.sleep(nsecs)
        print("Process", os.getpid(), "waking up")
        return nsecs

    def slow_add(nsecs, x, y):
        print("Process", os.getpid(), "going to sleep for", nsecs, "second(s)")
        time.sleep(nsecs)
        print("Process", os.getpid(), "waking up")
        return x + y

    with Pool() as pool:
        print("Result is", pool.apply(slow_function, [5]))
        print("Result is", pool.apply(slow_add, [1, 6, 7]))
