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


def slow_text(nsecs, *words):
    time.sleep(nsecs)
    return " ".join(words)


def main():
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(slow_text, [2, "all", "is", "well"]),
        ]
        while True:
            first_unfinished = None
            for i, future in enumerate(futures):
                if future.ready():
                    print(f"Process {i} has finished")
                else:
                    print(f"Process {i} is running...")
                    first_unfinished = first_unfinished or future
            if first_unfinished is None:
                break
            first_unfinished.wait(1)

        for i, future in enumerate(futures):
            if future.successful():
                print(f"Process {i} was successful. Result is {future.get()}")
            else:
                print(f"Process {i} failed!")
                try:
                    future.get()
                except ValueError as error:
                    print(f"Reason: {error}")


if __name__ == "__main__":
    main()
