import multiprocessing
import os
import time


def slow_function(nsecs):
    assert isinstance(nsecs, int), "whole seconds only"
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return nsecs


def slow_add(nsecs, x, y):
    assert isinstance(nsecs, int), "whole seconds only"
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


def main():
    print(f"Master process is PID {os.getpid()}")
    with multiprocessing.Pool(2) as pool:
        result = pool.apply(slow_function, [5])
        assert result == 5, result
        print(f"Result is {result}")
        result = pool.apply(slow_add, [1, 6, 7])
        assert result == 6 + 7, result
        print(f"Result is {result}")


if __name__ == "__main__":
    main()
