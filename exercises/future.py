"""Five calls of different length, one of them broken, are to be shared by N workers.
A list of futures keeps track of them: ask about once a second which have finished, then
report what each of them holds, a result or an exception, and be stopped by neither.
Run it with: python future.py 3
"""

import sys
import time
from multiprocessing import Pool


def slow_add(nsecs, x, y):
    """Sleep for nsecs seconds and return the sum of x and y."""
    # TODO: sleep for nsecs seconds with time.sleep, then return x + y. Here and in the
    # two functions below, messages about sleeping and waking up may be printed but are
    # not asked for.
    pass


def slow_diff(nsecs, x, y):
    """Sleep for nsecs seconds and return the difference of x and y."""
    # TODO: sleep for nsecs seconds with time.sleep, then return x - y.
    pass


def broken_function(nsecs):
    """Sleep for nsecs seconds and raise a ValueError."""
    # TODO: sleep for nsecs seconds with time.sleep, then raise
    # ValueError("Called broken function").
    pass


if __name__ == "__main__":
    # TODO: read N, the number of workers, from sys.argv[1].
    # TODO: open one pool of exactly N workers, also if N is 1 or larger than the number
    # of calls; all further steps happen in its "with" block.
    # TODO: submit these five calls, all with pool.apply_async and before waiting for
    # any, and keep their futures in a list:
    #     slow_add         [3, 6, 7]
    #     slow_diff        [2, 5, 2]
    #     slow_add         [1, 8, 1]
    #     slow_diff        [5, 9, 2]
    #     broken_function  [4]
    # TODO: submit at least one more call of your own with pool.apply_async, and put its
    # future into the list, too. Any function that a worker can run will do, which rules
    # out a lambda, with any arguments that you like.
    # TODO: until all have finished, ask every future about once a second with .ready()
    # (pause in between, but for at most 2 seconds), and print one line for each:
    #     "Process <i> has finished" or "Process <i> is running..."
    # where <i> is its place in the list, from 0 or from 1.
    # TODO: at the end ask every future with .successful() how its call ended. For each
    # that succeeded print, with the same <i> as above and what the future holds,
    #     "Process <i> was successful. Result is <value>"
    # TODO: for each that failed print "Process <i> failed!" and its error, that is the
    # exception which .get() raises. The script must not end with it: exit status 0.
    pass
