import multiprocessing
import sys
import time
from collections import namedtuple

Call = namedtuple("Call", ["func", "args"])


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")


def slow_word(nsecs, word, times):
    time.sleep(nsecs)
    return word * times


if __name__ == "__main__":
    calls = (
        Call(slow_add, (3, 6, 7)),
        Call(slow_diff, (2, 5, 2)),
        Call(slow_add, (1, 8, 1)),
        Call(slow_diff, (5, 9, 2)),
        Call(broken_function, (4,)),
        Call(slow_word, (3, "ho", 3)),
    )
    pool = multiprocessing.Pool(processes=int(sys.argv[1]))
    futures = tuple(pool.apply_async(c.func, c.args) for c in calls)
    numbers = range(1, len(calls) + 1)

    while True:
        states = [future.ready() for future in futures]
        for number, call, state in zip(numbers, calls, states):
            print("Process {} has finished".format(number) if state
                  else "Process {} is running... ({})".format(number, call.func.__name__))
        if all(states):
            break
        time.sleep(1)

    for number, call, future in zip(numbers, calls, futures):
        ok = future.successful()
        if ok:
            print("Process {} was successful. Result is {}".format(number, future.get()))
        else:
            try:
                future.get()
            except Exception as exc:
                print("Process {} failed! {}: {}".format(number, type(exc).__name__, exc))
    pool.close()
    pool.join()
