from multiprocessing import Pool
import os
import time


def slow_add(nsecs, x, y):
    """Sleep for nsecs seconds, then return x + y."""
    print("Process %s going to sleep for %s second(s)" % (os.getpid(), nsecs))
    time.sleep(nsecs)
    print("Process %s waking up" % os.getpid())
    return x + y


if __name__ == "__main__":
    print("Master process is PID %s" % os.getpid())

    with Pool() as pool:
        r1 = pool.apply_async(slow_add, [1, 6, 7])
        r1.wait()
        print("Result one is %s" % r1.get())
