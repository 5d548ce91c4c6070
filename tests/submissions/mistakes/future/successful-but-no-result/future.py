"""Watch the futures of a process pool."""

from __future__ import annotations

import sys
import time
from contextlib import closing
from multiprocessing import Pool
from multiprocessing.pool import AsyncResult


def slow_add(nsecs: int, x: int, y: int) -> int:
    """Return x + y after nsecs seconds."""
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs: int, x: int, y: int) -> int:
    """Return x - y after nsecs seconds."""
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs: int) -> None:
    """Raise an error after nsecs seconds."""
    time.sleep(nsecs)
    raise ValueError("Called broken function")


def slow_join(nsecs: int, words: list[str]) -> str:
    """Return the words as one string after nsecs seconds."""
    time.sleep(nsecs)
    return " ".join(words)


def poll(futures: list[AsyncResult]) -> bool:
    """Print the state of every future; return whether all are ready."""
    ready = [future.ready() for future in futures]
    for index, is_ready in enumerate(ready):
        print(f"Process {index} {'has finished' if is_ready else 'is running...'}")
    return all(ready)


def outcome(future: AsyncResult) -> str:
    """Describe what became of a finished future."""
    if future.successful():
        return "was successful."
    try:
        future.get()
    except Exception as error:
        return f"failed! {type(error).__name__}: {error}"
    return "is in an impossible state"


def main(workers: int) -> None:
    """Submit, poll and report."""
    with closing(Pool(workers)) as pool:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(slow_join, [1, ["one", "more", "call"]]),
        ]
        while not poll(futures):
            time.sleep(1)

    for index, future in enumerate(futures):
        print(f"Process {index} {outcome(future)}")


if __name__ == "__main__":
    main(int(sys.argv[1]))
