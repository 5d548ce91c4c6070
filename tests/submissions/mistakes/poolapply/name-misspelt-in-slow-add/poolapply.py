import os
import time
from contextlib import closing
from multiprocessing import Pool


def slow_function(nsecs):
    """Schlaeft nsecs Sekunden."""
    print("Process {0} going to sleep for {1} second(s)".format(os.getpid(), nsecs))
    time.sleep(nsecs)
    print("Process {0} waking up".format(os.getpid()))
    return nsecs


def slow_add(nsecs, x, y):
    """Schlaeft nsecs Sekunden und addiert."""
    print("Process {0} going to sleep for {1} second(s)".format(os.getpid(), nsecs))
    time.sleep(nsec)
    print("Process {0} waking up".format(os.getpid()))
    return x + y


if __name__ == "__main__":
    print("Master process is PID {0}".format(os.getpid()))
    with closing(Pool()) as pool:
        ergebnis = pool.apply(slow_function, [5])
        print("Result is {0}".format(ergebnis))
        ergebnis = pool.apply(slow_add, [1, 6, 7])
        print("Result is {0}".format(ergebnis))
