import functools
import sys
import time
from multiprocessing import Pool


def slowly(function):
    @functools.wraps(function)
    def wrapper(nsecs=1, *args, **kwargs):
        time.sleep(nsecs)
        return function(*args, **kwargs)
    return wrapper


@slowly
def slow_add(x=0, y=0):
    return x + y


@slowly
def slow_diff(x=0, y=0):
    return x - y


@slowly
def broken_function():
    raise ValueError("Called broken function")


def announce(i, value):
    print(f">> callback: process {i} delivered {value}", flush=True)


def mourn(i, error):
    print(f">> callback: process {i} broke with {error}", flush=True)


if __name__ == "__main__":
    nworkers = int(sys.argv[1])

    calls = [
        dict(func=slow_add, kwds=dict(nsecs=3, x=6, y=7)),
        dict(func=slow_diff, args=(2,), kwds=dict(x=5, y=2)),
        dict(func=slow_add, args=(1, 8), kwds=dict(y=1)),
        dict(func=slow_diff, args=(5, 9, 2)),
        dict(func=broken_function, kwds=dict(nsecs=4)),
        dict(func=slow_add, args=[2], kwds={"y": 99}),
        dict(func=slow_diff),
    ]

    with Pool(nworkers) as pool:
        futures = [
            pool.apply_async(
                **call,
                callback=functools.partial(announce, i),
                error_callback=functools.partial(mourn, i),
            )
            for i, call in enumerate(calls)
        ]

        while True:
            ready = [future.ready() for future in futures]
            for i, r in enumerate(ready):
                print(f"Process {i} has finished" if r else f"Process {i} is running...", flush=True)
            if all(ready):
                break
            time.sleep(1)

        for i, future in enumerate(futures):
            if future.successful():
                print(f"Process {i} was successful. Result is {future.get()}")
                continue
            try:
                future.get()
            except ValueError as error:
                print(f"Process {i} failed! Error is {error!r}")
