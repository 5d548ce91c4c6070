import sys
from multiprocessing import Pool
from time import sleep


def slow_add(nsecs, x, y):
    sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    sleep(nsecs)
    return x - y


def broken_function(nsecs):
    sleep(nsecs)
    raise ValueError("Called broken function")


def slow_title(nsecs, text):
    sleep(nsecs)
    return text.title()


def main():
    calls = [
        (slow_add, [3, 6, 7]),
        (slow_diff, [2, 5, 2]),
        (slow_add, [1, 8, 1]),
        (slow_diff, [5, 9, 2]),
        (broken_function, [4]),
        (slow_title, [1, "war and peace"]),
    ]
    futures = []
    outcomes = []
    with Pool(int(sys.argv[1])) as pool:
        for function, args in calls:
            future = pool.apply_async(function, args)
            futures.append(future)
            try:
                outcomes.append(future.get())
            except ValueError as error:
                outcomes.append(error)

        while not all(future.ready() for future in futures):
            sleep(1)
        for i, future in enumerate(futures):
            print("Process", i, "has finished" if future.ready() else "is running...")

    for i, future in enumerate(futures):
        if future.successful():
            print("Process", i, "was successful. Result is", outcomes[i])
        else:
            print("Process", i, "failed!", outcomes[i])


if __name__ == "__main__":
    main()
