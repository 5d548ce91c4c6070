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


def line(i, future):
    return f"Process {i} has finished" if future.ready() else f"Process {i} is running..."


if __name__ == "__main__":
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        submit = pool.apply_async
        futures = [submit(slow_add, [3, 6, 7]), submit(slow_diff, [2, 5, 2]),
                   submit(slow_add, [1, 8, 1]), submit(slow_diff, [5, 9, 2]),
                   submit(broken_function, [4]), submit(time.sleep, [1])]
        done = False
        while not done:
            done = all([f.ready() for f in futures])
            print(*(line(i, f) for i, f in enumerate(futures)), sep="\n")
            time.sleep(0.1)
        for i, f in enumerate(futures):
            if f.successful():
                print(f"Process {i} was successful. Result is {f.get()}")
            else:
                try:
                    f.get()
                except ValueError as e:
                    print(f"Process {i} failed! The error is {e}")
