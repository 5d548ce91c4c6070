import sys
import time
from multiprocessing import Pool


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")


def slow_cube(nsecs, x):
    time.sleep(nsecs)
    return x ** 3


def main():
    with Pool(int(sys.argv[1])) as pool:
        sums = pool.starmap(slow_add, [(3, 6, 7), (1, 8, 1)])
        differences = pool.starmap(slow_diff, [(2, 5, 2), (5, 9, 2)])
        cubes = pool.starmap(slow_cube, [(2, 3)])
        error = None
        try:
            pool.map(broken_function, [4])
        except ValueError as e:
            error = e

    values = [sums[0], differences[0], sums[1], differences[1], error, cubes[0]]
    for i, value in enumerate(values):
        print(f"Process {i} has finished")
    for i, value in enumerate(values):
        if isinstance(value, Exception):
            print(f"Process {i} failed! {value}")
        else:
            print(f"Process {i} was successful. Result is {value}")


if __name__ == "__main__":
    main()
