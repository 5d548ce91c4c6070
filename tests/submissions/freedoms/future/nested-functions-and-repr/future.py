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
    _, n = sys.argv
    print(f"{n = }, {multiprocessing.cpu_count() = }")
    pool = multiprocessing.Pool(int(n))
    print(f"{len(multiprocessing.active_children())} children")

    future_of = {}
    number_of = {}

    def submit(function, *args):
        future = pool.apply_async(function, args)
        number = len(future_of) + 1
        future_of[number] = future
        number_of[future] = number

    def still_running():
        return [future for future in future_of.values() if not future.ready()]

    def show():
        unfinished = still_running()
        for future, number in number_of.items():
            print(f"Process {number} {'is running...' if future in unfinished else 'has finished'}")
        return unfinished

    submit(slow_add, 3, 6, 7)
    submit(slow_diff, 2, 5, 2)
    submit(slow_add, 1, 8, 1)
    submit(slow_diff, 5, 9, 2)
    submit(broken_function, 4)
    submit(slow_add, 1, (1, 2), (3,))

    while show():
        time.sleep(1)
    pool.close()
    pool.join()

    for number in sorted(future_of):
        future = future_of[number]
        if future.successful():
            print(f"Process {number} was successful. Result is {future.get()!r}")
        else:
            try:
                future.get()
            except Exception as error:
                print(f"Process {number} failed! Error is {error!r}")


if __name__ == "__main__":
    main()
