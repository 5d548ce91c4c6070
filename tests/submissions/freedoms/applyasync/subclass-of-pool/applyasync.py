import multiprocessing
from multiprocessing.pool import Pool
import os
import time


class NamedPool(Pool):
    """Remembers every call by a name."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.named = {}

    def start(self, name, func, args):
        self.named[name] = super().apply_async(func, args)

    def report(self):
        for name, future in self.named.items():
            yield name, future.get()


def slow_add(nsecs, x, y):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


if __name__ == "__main__":
    print(f"Master process is PID {multiprocessing.current_process().pid}")
    with NamedPool(2) as pool:
        pool.start("one", slow_add, [1, 6, 7])
        pool.start("two", slow_add, [1, 2, 3])
        for name, value in pool.report():
            print(f"Result {name} is {value}")
