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
    n = int(sys.argv[1])
    with multiprocessing.Pool(n) as pool:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(slow_diff, [2, 64, 32]),
        ]
        outcomes = [None] * len(futures)
        while None in outcomes:
            for i, future in enumerate(futures):
                if not future.ready():
                    print(f"Process {i} is running...")
                    continue
                print(f"Process {i} has finished")
                if outcomes[i] is None:
                    if future.successful():
                        outcomes[i] = ("was successful. Result is", future.get())
                    else:
                        try:
                            future.get()
                        except ValueError as error:
                            outcomes[i] = ("failed! Error:", error)
            if None in outcomes:
                time.sleep(1)

    print(f"With {n} worker(s):")
    for i, (what, value) in enumerate(outcomes):
        print(f"Process {i} {what} {value}")


if __name__ == "__main__":
    main()
