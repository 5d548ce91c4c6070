import contextlib
import multiprocessing
import os
import time


def slow_add(nsecs, x, y):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


def main():
    print(f"Master process is PID {os.getpid()}")
    with contextlib.ExitStack() as stack:
        pool = stack.enter_context(multiprocessing.Pool(2))
        one = pool.apply_async(slow_add, [1, 6, 7])
        two = pool.apply_async(slow_add, [1, 2, 3])
        # called backwards when the block is left, and the pool goes last
        stack.callback(lambda: print(f"Result two is {two.get()}"))
        stack.callback(lambda: print(f"Result one is {one.get()}"))


if __name__ == "__main__":
    main()
