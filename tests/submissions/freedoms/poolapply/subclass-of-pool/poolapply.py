import multiprocessing.pool
import os
import time


class PolitePool(multiprocessing.pool.Pool):
    """A pool that finishes its work instead of being killed."""

    def __exit__(self, *exc_info):
        self.close()
        self.join()

    def show(self, func, *args):
        result = self.apply(func, args)
        print("Result is", result)
        return result


def slow_function(nsecs):
    print("Process", os.getpid(), "going to sleep for", nsecs, "second(s)")
    time.sleep(nsecs)
    print("Process", os.getpid(), "waking up")
    return nsecs


def slow_add(nsecs, x, y):
    print("Process", os.getpid(), "going to sleep for", nsecs, "second(s)")
    time.sleep(nsecs)
    print("Process", os.getpid(), "waking up")
    return x + y


if __name__ == "__main__":
    print("Master process is PID", os.getpid())
    with PolitePool(2) as pool:
        pool.show(slow_function, 5)
        pool.show(slow_add, 1, 6, 7)
