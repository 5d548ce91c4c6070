import multiprocessing
import os
import time

context = multiprocessing.get_context("forkserver")


def slow_add(nsecs, x, y):
    print("Process %s going to sleep for %s second(s)" % (os.getpid(), nsecs))
    time.sleep(nsecs)
    print("Process %s waking up" % os.getpid())
    return x + y


if __name__ == "__main__":
    print("Master process is PID %s" % os.getpid())
    pool = context.Pool(2)
    one = pool.apply_async(slow_add, [1, 6, 7])
    two = pool.apply_async(slow_add, [1, 2, 3])
    print("Result one is %s" % one.get())
    print("Result two is %s" % two.get())
    pool.close()
    pool.join()
