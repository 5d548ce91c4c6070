import multiprocessing
import sys
import time


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, minuend, subtrahend):
    time.sleep(nsecs)
    return minuend - subtrahend


def broken_function(nsecs, message="Called broken function"):
    time.sleep(nsecs)
    raise ValueError(message)


def show(i, future, *, final=False):
    if not final:
        print(f"Process {i} {'has finished' if future.ready() else 'is running...'}")
    elif future.successful():
        print(f"Process {i} was successful. Result is {future.get(timeout=10)}")
    else:
        try:
            future.get(timeout=10)
        except ValueError as error:
            print(f"Process {i} failed! {error}")


def main():
    with multiprocessing.Pool(processes=int(sys.argv[1])) as pool:
        futures = [
            pool.apply_async(func=slow_add, args=(), kwds={"nsecs": 3, "x": 6, "y": 7}),
            pool.apply_async(slow_diff, [2], dict(minuend=5, subtrahend=2)),
            pool.apply_async(func=slow_add, args=(1, 8, 1)),
            pool.apply_async(slow_diff, kwds=dict(subtrahend=2, minuend=9, nsecs=5)),
            pool.apply_async(broken_function, kwds={"nsecs": 4}),
            pool.apply_async(int, ("ff",), {"base": 16}),
        ]
        while not all(future.ready() for future in futures):
            for i, future in enumerate(futures):
                show(i, future)
            time.sleep(1)
        for i, future in enumerate(futures):
            show(i, future, final=True)


if __name__ == "__main__":
    main()
