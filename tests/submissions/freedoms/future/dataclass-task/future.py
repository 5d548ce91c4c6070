from __future__ import annotations

import multiprocessing
import sys
import time
from dataclasses import dataclass, field
from multiprocessing.pool import AsyncResult, Pool
from typing import Any, Callable


def slow_add(nsecs: int, x: int, y: int) -> int:
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs: int, x: int, y: int) -> int:
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs: int) -> None:
    time.sleep(nsecs)
    raise ValueError("Called broken function")


def slow_maximum(nsecs: int, *numbers: int) -> int:
    time.sleep(nsecs)
    return max(numbers)


@dataclass
class Task:
    number: int
    function: Callable[..., Any]
    arguments: tuple[int, ...]
    future: AsyncResult[Any] | None = field(default=None, repr=False)

    def submit(self, pool: Pool) -> None:
        self.future = pool.apply_async(self.function, self.arguments)

    @property
    def ready(self) -> bool:
        return self.future.ready()

    def status(self) -> str:
        return f"Process {self.number} " + ("has finished" if self.ready else "is running...")

    def report(self) -> str:
        if self.future.successful():
            return f"Process {self.number} was successful. Result is {self.future.get()}"
        try:
            self.future.get()
        except Exception as error:
            return f"Process {self.number} failed! {error!r}"


def main() -> int:
    calls = [
        (slow_add, (3, 6, 7)),
        (slow_diff, (2, 5, 2)),
        (slow_add, (1, 8, 1)),
        (slow_diff, (5, 9, 2)),
        (broken_function, (4,)),
        (slow_maximum, (1, 4, 44, 14)),
    ]
    tasks = [Task(number, *call) for number, call in enumerate(calls)]
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        for task in tasks:
            task.submit(pool)
        while not all(task.ready for task in tasks):
            for task in tasks:
                print(task.status())
            time.sleep(1)
        for task in tasks:
            print(task.report())
    return 0


if __name__ == "__main__":
    sys.exit(main())
