import multiprocessing
import sys
import threading
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


class Watcher(threading.Thread):
    def __init__(self, futures):
        super().__init__(name="watcher")
        self.futures = futures

    def run(self):
        while not all(future.ready() for future in self.futures):
            for i, future in enumerate(self.futures):
                print(f"Process {i} {'has finished' if future.ready() else 'is running...'}")
            time.sleep(1)


def main():
    pool = multiprocessing.Pool(int(sys.argv[1]))
    futures = [
        pool.apply_async(slow_add, [3, 6, 7]),
        pool.apply_async(slow_diff, [2, 5, 2]),
        pool.apply_async(slow_add, [1, 8, 1]),
        pool.apply_async(slow_diff, [5, 9, 2]),
        pool.apply_async(broken_function, [4]),
        pool.apply_async(slow_add, [1, 90, 9]),
    ]
    watcher = Watcher(futures)
    watcher.start()
    pool.close()
    pool.join()
    watcher.join()
    for i, future in enumerate(futures):
        if future.successful():
            print(f"Process {i} was successful. Result is {future.get()}")
        else:
            print(f"Process {i} failed!")
            try:
                future.get()
            except ValueError as error:
                print(f"Error: {error}")


if __name__ == "__main__":
    main()
