"""Two additions take a second each, and both together shall take one second, too.
Pool.apply_async does not wait for the result. It returns a future at once, a promise
of the result, so the master can start a second call while the first is under way.
Run it with: python applyasync.py
"""

import os
import time
from multiprocessing import Pool


def slow_add(nsecs, x, y):
    """Sleep for nsecs seconds and return the sum of x and y."""
    # TODO: print "Process <pid> going to sleep for <nsecs> second(s)", sleep for
    # nsecs seconds with time.sleep, print "Process <pid> waking up", and return x + y.
    pass


if __name__ == "__main__":
    # TODO: print "Master process is PID <pid>", with the PID of this process.
    # TODO: open a pool with at least two workers; the next three steps happen in its
    # "with" block.
    # TODO: start slow_add with the arguments [1, 6, 7], and start it again with
    # [1, 2, 3]. Call pool.apply_async for both before you wait for either of them.
    # TODO: wait until both futures are resolved, while the pool is still alive.
    # TODO: get the two results from their futures and print "Result one is 13" and
    # "Result two is 5", with what the futures hold and not with numbers typed in.
    pass
