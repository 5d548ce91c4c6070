import multiprocessing
import os
import time


def slow_add(nsecs, x, y):
    print("Process %s going to sleep for %s second(s)" % (os.getpid(), nsecs))
    time.sleep(nsecs)
    print("Process %s waking up" % os.getpid())
    return x + y


if __name__ == "__main__":
    print("Master process is PID %s" % os.getpid())
    with multiprocessing.Pool(2) as pool:
        one = pool.apply_async(slow_add, [1, 6, 7])
        two = pool.apply_async(slow_add, [1, 2, 3])
        print("The master has something else to do")
        time.sleep(2)
        print("Result one is %s" % one.get())
        print("Result two is %s" % two.get())
