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


CALLS = [
    (slow_add, (3, 6, 7)),
    (slow_diff, (2, 5, 2)),
    (slow_add, (1, 8, 1)),
    (slow_diff, (5, 9, 2)),
    (broken_function, (4,)),
]


def main():
    def shout(text):
        sleep(2)
        return text.upper() + "!"

    calls = CALLS + [(shout, ("hello",))]
    workers = int(sys.argv[1])
    with Pool(workers) as pool:
        futures = [pool.apply_async(function, args) for function, args in calls]

        while not all(future.ready() for future in futures):
            for i, future in enumerate(futures):
                state = "has finished" if future.ready() else "is running..."
                print(f"Process {i} {state}")
            print("-" * 24)
            sleep(1)

        for i, future in enumerate(futures):
            if future.successful():
                print(f"Process {i} was successful. Result is {future.get()}")
            else:
                try:
                    future.get()
                except Exception as error:
                    print(f"Process {i} failed! {error!r}")


if __name__ == "__main__":
    main()
