import dataclasses
import multiprocessing
import os
import time
from typing import Any


@dataclasses.dataclass
class Job:
    nsecs: int
    x: int
    y: int
    future: Any = None

    def start(self, pool):
        self.future = pool.apply_async(slow_add, (self.nsecs, self.x, self.y))

    @property
    def result(self):
        return self.future.get()


def slow_add(nsecs, x, y):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


def main():
    print(f"Master process is PID {os.getpid()}")
    jobs = [Job(1, 6, 7), Job(1, 2, 3)]
    with multiprocessing.Pool(2) as pool:
        for job in jobs:
            job.start(pool)
        for number, job in enumerate(jobs, start=1):
            print(f"Result {number} is {job.result}")


if __name__ == "__main__":
    main()
