import os
from multiprocessing.pool import Pool
import time as t


def slow_function(nsecs):
    pid = os.getpid()
    print("Process {0} going to sleep for {1} second(s)".format(pid, nsecs))
    t.sleep(nsecs)
    print("Process {0} waking up".format(pid))
    return nsecs


def slow_add(nsecs, x, y):
    pid = os.getpid()
    print("Process {0} going to sleep for {1} second(s)".format(pid, nsecs))
    t.sleep(nsecs)
    print("Process {0} waking up".format(pid))
    return x + y


def main():
    print("Master process is PID {0}".format(os.getpid()))
    with Pool(2) as p:
        first = Pool.apply(p, slow_function, [5])
        print("Result is {0}".format(first))
        second = Pool.apply(p, slow_add, [1, 6, 7])
        print("Result is {0}".format(second))


if __name__ == "__main__":
    main()
