import multiprocessing
import os
import time
from operator import methodcaller


def slow_add(nsecs, x, y):
    print("Process", os.getpid(), "going to sleep for", nsecs, "second(s)")
    time.sleep(nsecs)
    print("Process", os.getpid(), "waking up")
    return x + y


def main():
    print("Master process is PID", os.getpid())
    seconds = 1, 1
    left = 6, 2
    right = 7, 3
    with multiprocessing.Pool(2) as pool:
        futures = []
        for arguments in zip(seconds, left, right):
            futures.append(pool.apply_async(slow_add, arguments))
        results = list(map(methodcaller("get"), futures))
    for label, result in zip(("one", "two"), results):
        print("Result", label, "is", result)


if __name__ == "__main__":
    main()
