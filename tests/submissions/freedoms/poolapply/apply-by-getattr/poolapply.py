"""What to do is written in a table; the method is looked up by its name."""
import multiprocessing
import os
import time


def slow_function(nsecs):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return nsecs


def slow_add(nsecs, x, y):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


TODO = (
    ("apply", "slow_function", "5"),
    ("apply", "slow_add", "1 6 7"),
)


def main():
    print(f"Master process is PID {os.getpid()}")
    with multiprocessing.Pool(2) as pool:
        for how, what, numbers in TODO:
            method = getattr(pool, how)
            function = globals()[what]
            arguments = [int(word) for word in numbers.split()]
            print(f"Result is {method(function, arguments)}")


if __name__ == "__main__":
    main()
