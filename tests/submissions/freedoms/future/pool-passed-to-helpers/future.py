import multiprocessing
import sys
import time
from itertools import chain, repeat


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")


def slow_list(nsecs, item, times):
    time.sleep(nsecs)
    return list(repeat(item, times))


def required_calls(pool):
    yield pool.apply_async(slow_add, [3, 6, 7])
    yield pool.apply_async(slow_diff, [2, 5, 2])
    yield pool.apply_async(slow_add, [1, 8, 1])
    yield pool.apply_async(slow_diff, [5, 9, 2])
    yield pool.apply_async(broken_function, [4])


def my_calls(pool):
    yield pool.apply_async(slow_list, [1, "x", 3])
    yield pool.apply_async(slow_list, [2, None, 2])


def watch(futures):
    while True:
        lines = [
            f"Process {i} has finished" if future.ready() else f"Process {i} is running..."
            for i, future in enumerate(futures)
        ]
        print("\n".join(lines))
        if all(line.endswith("finished") for line in lines):
            break
        time.sleep(1)


def report(futures):
    successes = [future.successful() for future in futures]
    for i, (future, success) in enumerate(zip(futures, successes)):
        try:
            value = future.get()
        except ValueError as error:
            assert not success
            print(f"Process {i} failed! {error}")
        else:
            assert success
            print(f"Process {i} was successful. Result is {value}")


def main():
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        futures = list(chain(required_calls(pool), my_calls(pool)))
        watch(futures)
        report(futures)


if __name__ == "__main__":
    main()
