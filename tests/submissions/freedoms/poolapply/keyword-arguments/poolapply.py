import multiprocessing
import os
import time


def slow_function(nsecs=1):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return nsecs


def slow_add(nsecs=1, x=0, y=0):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


def main():
    print(f"Master process is PID {os.getpid()}")
    with multiprocessing.Pool(processes=2) as pool:
        result = pool.apply(func=slow_function, kwds={"nsecs": 5})
        print(f"Result is {result}")
        result = pool.apply(slow_add, (1,), dict(y=7, x=6))
        print(f"Result is {result}")


if __name__ == "__main__":
    main()
