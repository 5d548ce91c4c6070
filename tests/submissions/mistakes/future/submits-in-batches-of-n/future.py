"""Run the calls in batches, as many at a time as there are workers."""
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


def slow_length(nsecs, text):
    time.sleep(nsecs)
    return len(text)


CALLS = [
    (slow_add, [3, 6, 7]),
    (slow_diff, [2, 5, 2]),
    (slow_add, [1, 8, 1]),
    (slow_diff, [5, 9, 2]),
    (broken_function, [4]),
    (slow_length, [2, "multiprocessing"]),
]


def print_states(futures):
    for i, future in enumerate(futures):
        if future.ready():
            print("Process %d has finished" % i)
        else:
            print("Process %d is running..." % i)


def main():
    n = int(sys.argv[1])
    futures = []
    with Pool(n) as pool:
        for start in range(0, len(CALLS), n):
            for function, args in CALLS[start:start + n]:
                futures.append(pool.apply_async(function, args))
            print_states(futures)
            while not all(future.ready() for future in futures):
                time.sleep(1)
                print_states(futures)

        for i, future in enumerate(futures):
            if future.successful():
                print("Process %d was successful. Result is %s" % (i, future.get()))
                continue
            try:
                future.get()
            except ValueError as error:
                print("Process %d failed! The error is: %s" % (i, error))


if __name__ == "__main__":
    main()
