import json
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


def emit(**fields):
    json.dump(fields, sys.stdout)
    sys.stdout.write("\n")
    sys.stdout.flush()


def main():
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(slow_diff, [2, 3, 30]),
        ]
        while True:
            for i, future in enumerate(futures):
                emit(process=i, status="finished" if future.ready() else "running")
            if all(future.ready() for future in futures):
                break
            time.sleep(1)
        for i, future in enumerate(futures):
            if future.successful():
                emit(process=i, successful=True, result=future.get())
                continue
            try:
                future.get()
            except ValueError as error:
                emit(process=i, successful=False, error=str(error))


if __name__ == "__main__":
    main()
