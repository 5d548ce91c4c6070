import multiprocessing
import os
import time


def slow_add(nsecs, x, y):
    print("Process {p} going to sleep for {n} second(s)".format(p=os.getpid(), n=nsecs))
    time.sleep(nsecs)
    print("Process {p} waking up".format(p=os.getpid()))
    return x + y


def main():
    print("Master process is PID {p}".format(p=os.getpid()))
    arguments = [(1, 2, 3), (1, 6, 7)]
    with multiprocessing.Pool(2) as pool:
        futures = [pool.apply_async(slow_add, a) for a in arguments]
        for (_, x, y), future in zip(arguments, futures):
            print("{} + {} = {}".format(x, y, future.get()))


if __name__ == "__main__":
    main()
