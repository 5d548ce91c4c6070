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


def main():
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(slow_add, [1, 1, 1]),
        ]

        def look():
            return [future.ready() for future in futures]

        for flags in iter(look, [True] * len(futures)):
            for i, flag in enumerate(flags):
                if flag:
                    print(f"Process {i} has finished")
                else:
                    print(f"Process {i} is running...")
            time.sleep(1)

        for i, future in enumerate(futures):
            if future.successful():
                print(f"Process {i} was successful. Result is {future.get()}")
            else:
                print(f"Process {i} failed!")
                try:
                    future.get()
                except ValueError as e:
                    print(f"{e.__class__.__name__}({e})")


if __name__ == "__main__":
    main()
