"""Exercise: applying functions in a pool."""
import multiprocessing
import os
import time

SLEEPING = "Process {pid} going to sleep for {nsecs} second(s)"
WAKING = "Process {pid} waking up"


def slow_function(nsecs):
    pid = os.getpid()
    print(SLEEPING.format(pid=pid, nsecs=nsecs))
    time.sleep(nsecs)
    print(WAKING.format(pid=pid))
    return nsecs


def slow_add(nsecs, x, y):
    pid = os.getpid()
    print(SLEEPING.format(**locals()))
    time.sleep(nsecs)
    print(WAKING.format(**locals()))
    return x + y


def part_one(pool):
    return pool.apply(slow_function, [5])


def part_two(pool):
    return pool.apply(slow_add, [1, 6, 7])


def main():
    print("Master process is PID {pid}".format(pid=os.getpid()))
    with multiprocessing.Pool(2) as pool:
        for part in (part_one, part_two):
            result = part(pool)
            print("Result is {}".format(result))


if __name__ == "__main__":
    main()
