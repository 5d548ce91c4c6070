"""A little class keeps a future together with its number and its name."""

import sys
import time
import multiprocessing


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")


def slow_root(nsecs, x):
    time.sleep(nsecs)
    root = 1.0
    while root * root != x:
        root = (root + x / root) / 2
    return root


class Job:
    def __init__(self, number, pool, function, *args):
        self.number = number
        self.name = function.__name__
        self.future = pool.apply_async(function, args)

    def print_status(self):
        if self.future.ready():
            print(f"Process {self.number} has finished")
        else:
            print(f"Process {self.number} is running...")

    def print_result(self):
        if self.future.successful():
            print(f"Process {self.number} was successful. Result is {self.future.get()}")
        else:
            print(f"Process {self.number} failed!")
            try:
                self.future.get()
            except Exception as error:
                print(f"    {self.name} raised {type(error).__name__}: {error}")


def main():
    size = int(sys.argv[1])
    with multiprocessing.Pool(size) as pool:
        jobs = [
            Job(0, pool, slow_add, 3, 6, 7),
            Job(1, pool, slow_diff, 2, 5, 2),
            Job(2, pool, slow_add, 1, 8, 1),
            Job(3, pool, slow_diff, 5, 9, 2),
            Job(4, pool, broken_function, 4),
            Job(5, pool, slow_root, 2, 3.0),
        ]
        while True:
            for job in jobs:
                job.print_status()
            if all(job.future.ready() for job in jobs):
                break
            print("waiting ...")
            time.sleep(1)

        for job in jobs:
            job.print_result()


if __name__ == "__main__":
    main()
