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
    # Two workers run this function at the same time: the lines of one may come
    # between the lines of the other, and the PIDs tell them apart.
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


if __name__ == "__main__":
    # The master only starts the calls and waits. It never goes to sleep itself.
    print(f"Master process is PID {os.getpid()}")

    # Pool() has as many workers as the machine has cores, which may be only one. Two
    # calls at a time need two workers, so the number is given.
    with Pool(2) as pool:
        # Both lines return at once, each with a future. Had the master called get()
        # between them, the second call would start only after the first had ended.
        one = pool.apply_async(slow_add, [1, 6, 7])
        two = pool.apply_async(slow_add, [1, 2, 3])

        # Both calls are under way, so the order of waiting does not matter: the second
        # wait returns at once, or nearly so. At the end of the block the pool is
        # terminated, and a future not resolved by then never will be.
        one.wait()
        pool.terminate()
        two.wait()

        # get() returns what slow_add returned. It would have waited by itself, so
        # the waits above could be left out; they only show the two steps apart.
        print(f"Result one is {one.get()}")
        print(f"Result two is {two.get()}")
