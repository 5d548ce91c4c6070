import sys
import time
from multiprocessing import Pool


class BrokenCall(ValueError):
    """Knows how long the call has slept."""

    def __init__(self, message, nsecs):
        super().__init__(message)
        self.nsecs = nsecs


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    time.sleep(nsecs)
    raise BrokenCall("Called broken function", nsecs)


def main(nworkers: int) -> None:
    with Pool(nworkers) as pool:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(slow_diff, [1, 30, 9]),
        ]

        while True:
            ready = [future.ready() for future in futures]
            for i, finished in enumerate(ready):
                print(f"Process {i} {'has finished' if finished else 'is running...'}")
            if all(ready):
                break
            time.sleep(1)

        for i, future in enumerate(futures):
            if future.successful():
                print(f"Process {i} was successful. Result is {future.get()}")
            else:
                try:
                    future.get()
                except ValueError as error:
                    print(f"Process {i} failed! {error}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
