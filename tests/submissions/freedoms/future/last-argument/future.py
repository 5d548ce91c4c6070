from multiprocessing import Pool
from sys import argv
from time import sleep


def slow_add(s, a, b):
    sleep(s)
    return a + b


def slow_diff(s, a, b):
    sleep(s)
    return a - b


def broken_function(s):
    sleep(s)
    raise ValueError("Called broken function")


def slow_hello(s, name):
    sleep(s)
    return "Hello, " + name + "!"


if __name__ == "__main__":
    with Pool(int(argv[-1])) as p:
        jobs = [
            p.apply_async(slow_add, [3, 6, 7]),
            p.apply_async(slow_diff, [2, 5, 2]),
            p.apply_async(slow_add, [1, 8, 1]),
            p.apply_async(slow_diff, [5, 9, 2]),
            p.apply_async(broken_function, [4]),
            p.apply_async(slow_hello, [2, "world"]),
        ]
        while not all([j.ready() for j in jobs]):
            for n, j in enumerate(jobs):
                print("Process %d %s" % (n, "has finished" if j.ready() else "is running..."))
            sleep(1)
        for n, j in enumerate(jobs):
            if j.successful():
                print("Process %d was successful. Result is %s" % (n, j.get()))
            else:
                try:
                    j.get()
                except Exception as e:
                    print("Process %d failed! Error: %s" % (n, e))
