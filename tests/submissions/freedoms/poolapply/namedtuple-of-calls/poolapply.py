import collections
import multiprocessing
import os
import time

Call = collections.namedtuple("Call", "function arguments")

CALLS = []


def register(*arguments):
    def remember(function):
        CALLS.append(Call(function, arguments))
        return function
    return remember


@register(5)
def slow_function(nsecs):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return nsecs


@register(1, 6, 7)
def slow_add(nsecs, x, y):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


def main():
    print(f"Master process is PID {os.getpid()}")
    with multiprocessing.Pool(len(CALLS)) as pool:
        for call in CALLS:
            result = pool.apply(call.function, call.arguments)
            print(f"{call.function.__name__}: Result is {result}")


if __name__ == "__main__":
    main()
