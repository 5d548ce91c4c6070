import os
import time
import multiprocessing

def slow_function(nsecs):
    print("Process %i going to sleep for %i second(s)" % (os.getpid(), nsecs))
    time.sleep(nsecs)
    print("Process %i waking up" % (os.getpid()))
    return nsecs

def slow_add(nsecs, x, y):
    print("Process %i going to sleep for %i second(s)" % (os.getpid(), nsecs))
    time.sleep(nsecs)
    print("Process %i waking up" % (os.getpid()))
    return x + y

if __name__ == '__main__':
    print("Master process is PID %i" % (os.getpid()))

    # first part
    with multiprocessing.Pool() as pool:
        result = pool.apply(slow_function, [5])
    print("Result is %i" % result)

    # second part
    with multiprocessing.Pool() as pool:
        result = pool.apply(slow_add, [1, 6, 7])
    print("Result is %i" % result)
