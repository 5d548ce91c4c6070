from multiprocessing import Pool
import time


def slow_function(nsecs):
    """Sleep for nsecs seconds, then return nsecs."""
    print("Process %s going to sleep for %s second(s)" % (os.getpid(), nsecs))
    time.sleep(nsecs)
    print("Process %s waking up" % os.getpid())
    return nsecs


def slow_add(nsecs, x, y):
    """Sleep for nsecs seconds, then return x + y."""
    print("Process %s going to sleep for %s second(s)" % (os.getpid(), nsecs))
    time.sleep(nsecs)
    print("Process %s waking up" % os.getpid())
    return x + y


if __name__ == "__main__":
    print("Master process is PID %s" % os.getpid())

    with Pool() as pool:
        result = pool.apply(slow_function, [5])
        print("Result is %s" % result)

        result = pool.apply(slow_add, [1, 6, 7])
        print("Result is %s" % result)
