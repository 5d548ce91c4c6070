from __future__ import annotations

import multiprocessing
import os
import time
from typing import Any, Callable


def slow_function(nsecs: int) -> int:
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return nsecs


def slow_add(nsecs: int, x: float, y: float) -> float:
    slow_function(nsecs)
    return x + y


class PoolRunner:
    """Owns a pool and applies functions in it."""

    def __init__(self, processes: int) -> None:
        self._pool = multiprocessing.Pool(processes)

    def __enter__(self) -> PoolRunner:
        return self

    def __exit__(self, *exc: object) -> None:
        self._pool.close()
        self._pool.join()

    def run(self, function: Callable[..., Any], arguments: list[Any]) -> Any:
        return self._pool.apply(function, arguments)


def main() -> int:
    print(f"Master process is PID {os.getpid()}")
    with PoolRunner(2) as runner:
        print(f"Result is {runner.run(slow_function, [5])}")
        print(f"Result is {runner.run(slow_add, [1, 6, 7])}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
