from itertools import starmap
from multiprocessing import Pool
from os import getpid
from time import sleep


def going(nsecs):
    return f"Process {getpid()} going to sleep for {nsecs} second(s)"


def waking():
    return f"Process {getpid()} waking up"


def slow_function(nsecs):
    return [print(going(nsecs)), sleep(nsecs), print(waking()), nsecs][-1]


def slow_add(nsecs, x, y):
    return [print(going(nsecs)), sleep(nsecs), print(waking()), x + y][-1]


if __name__ == "__main__":
    print("Master process is PID", getpid())
    jobs = [(slow_function, [5]), (slow_add, [1, 6, 7])]
    with Pool(1) as pool:
        print(*map("Result is {}".format, starmap(pool.apply, jobs)), sep="\n")
