"""Slow work is waiting, and this process would rather have somebody else do it.
A pool has workers, which are processes of their own, and Pool.apply lets one of them
run a function. It then waits for the result: the PIDs show who sleeps and who waits.
Run it with: python poolapply.py
"""

import os
import time
from multiprocessing import Pool


def slow_function(nsecs):
    """Sleep for nsecs seconds and return nsecs."""
    # os.getpid() is asked by the process that runs this line, so the message tells
    # whether a worker or the master is at work.
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    # Sleeping stands for any slow work: it takes its time, but needs no processor.
    time.sleep(nsecs)
    # The returned value travels back from the worker to the master.
    print(f"Process {os.getpid()} waking up")
    return nsecs


def slow_add(nsecs, x, y):
    """Sleep for nsecs seconds and return the sum of x and y."""
    # A function that runs in a worker may call others: they run in that worker too.
    slow_function(nsecs)
    return x + y


if __name__ == "__main__":
    # The master is the process that was started by hand. Its PID is not among those
    # that go to sleep below.
    print(f"Master process is PID {os.getpid()}")

    # The workers start here, and are gone when the block ends.
    with Pool() as pool:
        # The function is passed, not called: no parentheses after its name. The list
        # holds its arguments, also when there is only one. The master waits in this
        # line until the worker is done, and gets the plain result.
        result = pool.apply(slow_function, [5])
        print(f"Result is {result:.3g}")

        # This call starts when the one before has ended: apply is one at a time, no
        # matter how many workers the pool has.
        result = pool.apply(slow_add, [1, 6, 7])
        print(f"Result is {result:.3g}")
