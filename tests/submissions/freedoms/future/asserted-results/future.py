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


CALLS = [
    (slow_add, [3, 6, 7], 13),
    (slow_diff, [2, 5, 2], 3),
    (slow_add, [1, 8, 1], 9),
    (slow_diff, [5, 9, 2], 7),
    (broken_function, [4], None),
    (slow_add, [2, 40, 2], 42),
]


def main():
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        futures = [pool.apply_async(function, args) for function, args, _ in CALLS]
        while not all(future.ready() for future in futures):
            for i, future in enumerate(futures):
                print(f"Process {i} {'has finished' if future.ready() else 'is running...'}")
            time.sleep(1)
        for i, (future, (function, args, expected)) in enumerate(zip(futures, CALLS)):
            if future.successful():
                result = future.get()
                assert result == expected, (function, args, result)
                print(f"Process {i} was successful. Result is {result}")
            else:
                print(f"Process {i} failed!")
                try:
                    future.get()
                except Exception as error:
                    assert isinstance(error, ValueError)
                    assert str(error) == "Called broken function"
                    print(f"Error: {error}")


if __name__ == "__main__":
    main()
