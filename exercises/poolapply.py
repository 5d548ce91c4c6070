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
    # TODO: print "Process <pid> going to sleep for <nsecs> second(s)", where <pid>
    # is the PID of the process that runs this line, from os.getpid().
    # TODO: sleep for nsecs seconds with time.sleep.
    # TODO: print "Process <pid> waking up", and return nsecs.
    pass


def slow_add(nsecs, x, y):
    """Sleep for nsecs seconds and return the sum of x and y."""
    # TODO: print the same two lines and sleep in between with time.sleep, as
    # slow_function does, then return x + y.
    pass


if __name__ == "__main__":
    # TODO: print "Master process is PID <pid>", with the PID of this process.
    # TODO: open a pool with "with Pool() as pool:"; the next two steps happen in
    # its block.
    # TODO: let a worker run slow_function with the arguments [5] through pool.apply
    # (not apply_async) and print "Result is 5", where 5 is what apply returned and
    # not a number typed in.
    # TODO: let a worker run slow_add with the arguments [1, 6, 7] through pool.apply
    # and print "Result is 13", again with what apply returned.
    pass
