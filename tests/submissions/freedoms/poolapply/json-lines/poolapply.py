import json
import multiprocessing
import os
import time


def emit(**record):
    print(json.dumps(record), flush=True)


def slow_function(nsecs):
    emit(process=os.getpid(), event="going to sleep", seconds=nsecs)
    time.sleep(nsecs)
    emit(process=os.getpid(), event="waking up")
    return nsecs


def slow_add(nsecs, x, y):
    emit(process=os.getpid(), event="going to sleep", seconds=nsecs)
    time.sleep(nsecs)
    emit(process=os.getpid(), event="waking up")
    return x + y


if __name__ == "__main__":
    emit(event="master", pid=os.getpid())
    with multiprocessing.Pool(2) as pool:
        emit(event="slow_function", result=pool.apply(slow_function, [5]))
        emit(event="slow_add", result=pool.apply(slow_add, [1, 6, 7]))
