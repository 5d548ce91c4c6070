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


def slow_join(nsecs, items):
    time.sleep(nsecs)
    return "-".join(items)


def run(workers):
    with multiprocessing.Pool(workers) as pool:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(slow_join, [1, "abc"]),
        ]
        n_ready = 0
        while n_ready < len(futures):
            n_ready = 0
            for i, future in enumerate(futures):
                if future.ready():
                    n_ready += 1
                    print(f"Process {i} has finished")
                else:
                    print(f"Process {i} is running...")
            time.sleep(1)
    return futures


def report(futures):
    for i, future in enumerate(futures):
        if future.successful():
            yield f"Process {i} was successful. Result is {future.get()}"
        else:
            try:
                future.get()
            except ValueError as error:
                yield f"Process {i} failed! {error}"


if __name__ == "__main__":
    print("\n".join(report(run(int(sys.argv[1])))))
