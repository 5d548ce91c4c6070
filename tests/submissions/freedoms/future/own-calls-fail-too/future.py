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


def slow_divide(nsecs, x, y):
    time.sleep(nsecs)
    return x / y


def lazy_numbers(nsecs):
    time.sleep(nsecs)
    return (n * n for n in range(10))   # cannot be sent back


def main():
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(slow_divide, [1, 1, 0]),
            pool.apply_async(lazy_numbers, [2]),
            pool.apply_async(slow_add, [1, 1]),
        ]
        while True:
            busy = [i for i, future in enumerate(futures) if not future.ready()]
            for i in range(len(futures)):
                print(f"Process {i} is running..." if i in busy else f"Process {i} has finished")
            if not busy:
                break
            time.sleep(1)

        for i, future in enumerate(futures):
            if future.successful():
                print(f"Process {i} was successful. Result is {future.get()}")
                continue
            print(f"Process {i} failed!")
            try:
                future.get()
            except Exception as error:
                print(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()
