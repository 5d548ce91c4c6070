from __future__ import annotations

import multiprocessing
import multiprocessing.pool
import os
import time


def slow_add(nsecs: int, x: int, y: int) -> int:
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


class ParallelCalculator:
    """Adds numbers in the background and remembers the futures by name."""

    def __init__(self, workers: int) -> None:
        self.pool: multiprocessing.pool.Pool = multiprocessing.Pool(workers)
        self.futures: dict[str, multiprocessing.pool.AsyncResult[int]] = {}

    def __enter__(self) -> ParallelCalculator:
        return self

    def __exit__(self, exception_type, exception, traceback) -> None:
        self.pool.close()
        self.pool.join()

    def submit(self, name: str, *arguments: int) -> None:
        self.futures[name] = self.pool.apply_async(slow_add, arguments)

    def __getitem__(self, name: str) -> int:
        future = self.futures[name]
        assert isinstance(future, multiprocessing.pool.AsyncResult)
        return future.get()


class Main:
    @staticmethod
    def main(args: list[str]) -> None:
        print(f"Master process is PID {os.getpid()}")
        with ParallelCalculator(workers=2) as calculator:
            calculator.submit("one", 1, 6, 7)
            calculator.submit("two", 1, 2, 3)
            print(f"Result one is {calculator['one']}")
            print(f"Result two is {calculator['two']}")


if __name__ == "__main__":
    Main.main([])
