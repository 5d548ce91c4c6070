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


def main():
    print(f"Master process is PID {os.getpid()}")
    results = []
    with multiprocessing.Pool(2) as pool:
        results.append(pool.apply(slow_function, [5]))
        results.append(pool.apply(slow_add, [1, 6, 7]))

    print("\n".join(f"Result is {result}" for result in results))


if __name__ == "__main__":
    main()
