import multiprocessing
import os
import time


def slow_add(nsecs, x, y):
    print("Process %s going to sleep for %s second(s)" % (os.getpid(), nsecs))
    time.sleep(nsecs)
    print("Process %s waking up" % os.getpid())
    return x + y


def main():
    print("Master process is PID %s" % os.getpid())
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.map(abs, [1, 2])       # wake the workers up
        one = pool.apply_async(slow_add, [1, 6, 7])
        two = pool.apply_async(slow_add, [1, 2, 3])
        print("Result one is %s" % one.get())
        print("Result two is %s" % two.get())


if __name__ == "__main__":
    main()
