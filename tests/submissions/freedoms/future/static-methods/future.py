import multiprocessing
import sys
import time


class Tasks:
    """All that can be done in the background."""

    @staticmethod
    def slow_add(nsecs, x, y):
        time.sleep(nsecs)
        return x + y

    @staticmethod
    def slow_diff(nsecs, x, y):
        time.sleep(nsecs)
        return x - y

    @staticmethod
    def broken_function(nsecs):
        time.sleep(nsecs)
        raise ValueError("Called broken function")

    @classmethod
    def name(cls, nsecs):
        time.sleep(nsecs)
        return cls.__name__


slow_add = Tasks.slow_add
slow_diff = Tasks.slow_diff
broken_function = Tasks.broken_function


if __name__ == "__main__":
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        futures = [
            pool.apply_async(Tasks.slow_add, [3, 6, 7]),
            pool.apply_async(Tasks.slow_diff, [2, 5, 2]),
            pool.apply_async(Tasks.slow_add, [1, 8, 1]),
            pool.apply_async(Tasks.slow_diff, [5, 9, 2]),
            pool.apply_async(Tasks.broken_function, [4]),
            pool.apply_async(Tasks.name, [1]),
        ]
        while not all(future.ready() for future in futures):
            for i, future in enumerate(futures):
                print(f"Process {i} {'has finished' if future.ready() else 'is running...'}")
            time.sleep(1)
        for i, future in enumerate(futures):
            if future.successful():
                print(f"Process {i} was successful. Result is {future.get()}")
            else:
                print(f"Process {i} failed!")
                try:
                    future.get()
                except ValueError as error:
                    print(f"Error: {error}")
