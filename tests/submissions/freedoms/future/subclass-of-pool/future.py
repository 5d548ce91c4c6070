import multiprocessing.pool
import sys
import time


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")


class WatchedPool(multiprocessing.pool.Pool):
    """A pool that keeps its futures and can watch them."""

    def __init__(self, processes):
        self.futures = []
        super().__init__(processes)

    def apply_async(self, func, *args):
        future = super().apply_async(func, args)
        self.futures.append(future)
        return future

    def watch(self):
        while True:
            for i, future in enumerate(self.futures):
                print(f"Process {i} {'has finished' if future.ready() else 'is running...'}")
            if all(future.ready() for future in self.futures):
                return
            time.sleep(1)

    def report(self):
        for i, future in enumerate(self.futures):
            if future.successful():
                print(f"Process {i} was successful. Result is {future.get()}")
            else:
                print(f"Process {i} failed!")
                try:
                    future.get()
                except ValueError as error:
                    print(f"Error: {error}")

    def __exit__(self, *exception):
        self.close()
        self.join()


def main():
    with WatchedPool(int(sys.argv[1])) as pool:
        pool.apply_async(slow_add, 3, 6, 7)
        pool.apply_async(slow_diff, 2, 5, 2)
        pool.apply_async(slow_add, 1, 8, 1)
        pool.apply_async(slow_diff, 5, 9, 2)
        pool.apply_async(broken_function, 4)
        pool.apply_async(slow_add, 2, 21, 22)
        pool.watch()
        pool.report()


if __name__ == "__main__":
    main()
