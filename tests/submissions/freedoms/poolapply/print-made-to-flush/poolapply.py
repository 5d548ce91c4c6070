import functools
import multiprocessing
import os
import time

print = functools.partial(print, flush=True)
nap = time.sleep


def slow_function(nsecs):
    print(f"Process {(pid := os.getpid())} going to sleep for {nsecs} second(s)")
    nap(nsecs)
    print(f"Process {pid} waking up")
    return nsecs


def slow_add(nsecs, x, y):
    print(f"Process {(pid := os.getpid())} going to sleep for {nsecs} second(s)")
    nap(nsecs)
    print(f"Process {pid} waking up")
    return x + y


def main():
    print(f"Master process is PID {os.getpid()}")
    with multiprocessing.Pool(2) as pool:
        apply = pool.apply
        print(f"Result is {(a := apply(slow_function, [5]))}")
        print(f"Result is {(b := apply(slow_add, [1, 6, 7]))}")
    print(f"{a = }, {b = }")


__name__ == "__main__" and main()
