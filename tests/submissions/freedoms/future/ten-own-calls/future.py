import multiprocessing
import sys
import time


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")


def fibonacci(n):
    return n if n < 2 else fibonacci(n - 1) + fibonacci(n - 2)


def factorial(n):
    return 1 if n == 0 else n * factorial(n - 1)


def slow_cube(n):
    time.sleep(1)
    return n ** 3


if __name__ == "__main__":
    pool = multiprocessing.Pool(int(sys.argv[1]))

    futures = [
        pool.apply_async(slow_add, [3, 6, 7]),
        pool.apply_async(slow_diff, [2, 5, 2]),
        pool.apply_async(slow_add, [1, 8, 1]),
        pool.apply_async(slow_diff, [5, 9, 2]),
        pool.apply_async(broken_function, [4]),
    ]
    futures += [pool.apply_async(fibonacci, [n]) for n in (5, 10, 15)]
    futures += [pool.apply_async(factorial, [n]) for n in (5, 10, 15)]
    futures += [pool.apply_async(slow_cube, [n]) for n in (5, 10, 15)]
    futures += [pool.apply_async(len, ["four"])]

    while not all(future.ready() for future in futures):
        for number, future in enumerate(futures, 1):
            if future.ready():
                print(f"Process {number} has finished")
            else:
                print(f"Process {number} is running...")
        time.sleep(1)

    for number, future in enumerate(futures, 1):
        if future.successful():
            print(f"Process {number} was successful. Result is {future.get()}")
        else:
            print(f"Process {number} failed!")
            try:
                future.get()
            except Exception as e:
                print(f"    {e}")

    pool.close()
    pool.join()
