import multiprocessing
import os
import time

def slow_function(nsecs):
    print("Process %d going to sleep for %d second(s)" % (os.getpid(), nsecs))
    for i in range(nsecs):
        time.sleep(1)
        print("   process %d: %d of %d" % (os.getpid(), i + 1, nsecs))
    print("Process %d waking up" % os.getpid())
    return nsecs

def slow_add(nsecs, x, y):
    print("Process %d going to sleep for %d second(s)" % (os.getpid(), nsecs))
    left = nsecs
    while left > 0:
        time.sleep(0.5)
        left -= 0.5
    print("Process %d waking up" % os.getpid())
    return x + y

if __name__ == "__main__":
    print("Master process is PID %d" % os.getpid())
    with multiprocessing.Pool(2) as pool:
        result = pool.apply(slow_function, [5])
        print("Result is %d" % result)
        result = pool.apply(slow_add, [1, 6, 7])
        print("Result is %d" % result)
