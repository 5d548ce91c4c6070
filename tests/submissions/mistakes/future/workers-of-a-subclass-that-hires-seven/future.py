"""Five calls of different length, one of them broken, are to be shared by N workers.
A list of futures keeps track of them: ask about once a second which have finished, then
report what each of them holds, a result or an exception, and be stopped by neither.
Run it with: python future.py 3
"""

import sys
import time
from multiprocessing import get_context
from multiprocessing.pool import Pool as PlainPool


class Pool(PlainPool):
    """A pool that always has seven workers, whatever it is asked for."""

    def __init__(self, processes):
        super().__init__(processes, context=get_context())

    def _repopulate_pool(self):
        processes, self._processes = self._processes, 7
        super()._repopulate_pool()
        self._processes = processes


def slow_add(nsecs, x, y):
    """Sleep for nsecs seconds and return the sum of x and y."""
    # The function knows nothing of pools and futures: it is an ordinary function, and
    # could be called in the master just as well.
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    """Sleep for nsecs seconds and return the difference of x and y."""
    # One pool may run different functions, each call with its own.
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    """Sleep for nsecs seconds and raise a ValueError."""
    # The exception ends this call, but not its worker: the pool catches it there and
    # keeps it in the future of the call.
    time.sleep(nsecs)
    raise ValueError("Called broken function")


if __name__ == "__main__":
    # Arguments on the command line are text, and Pool wants a number. This line stands
    # under the guard because an imported file has no arguments of its own.
    nworkers = int(sys.argv[1])

    # All calls share this one pool, so no more than nworkers of them run at any time.
    with Pool(nworkers) as pool:
        # All calls are submitted at once. Those for which there is no free worker wait
        # in line, and the first worker to become free takes the next one.
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
        ]

        # A list can grow: the loops below serve any number of futures.
        futures.append(pool.apply_async(slow_add, [2, 1, 1]))

        # ready() answers at once, yes or no. Each future is asked once in a round, and
        # the answers are kept: what is printed and what ends the loop are then the
        # same, also if a call ends in the middle of a round. Note that a call which
        # failed has finished, too, and that one in line counts as running.
        while True:
            answers = [future.ready() for future in futures]
            for i, finished in enumerate(answers):
                if finished:
                    print(f"Process {i} has finished")
                else:
                    print(f"Process {i} is running...")
            if all(answers):
                break
            time.sleep(1)

        # Every call has ended, so successful() may be asked: of an unfinished future
        # it would raise ValueError. After True, get() returns the result at once.
        for i, future in enumerate(futures):
            if future.successful():
                print(f"Process {i} was successful. Result is {future.get()}")
            else:
                # After False, get() raises the exception of the worker again, here in
                # the master. It is caught where it appears, so the loop goes on to the
                # other futures, whose results are intact, and the script ends well.
                try:
                    future.get()
                except Exception as error:
                    print(f"Process {i} failed! The error is {error!r}")
