import multiprocessing
import os
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


def who_am_i():
    return f"{multiprocessing.current_process().name}, or PID {os.getpid()}"


if __name__ == "__main__":
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        extra = [pool.apply_async(who_am_i) for _ in range(3)]
        extra.append(pool.apply_async(sorted, [[3, 1, 2]]))
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            *extra,
        ]
        done = 0
        while done < len(futures):
            done = 0
            for i, future in enumerate(futures, 1):
                if future.ready():
                    done += 1
                    print("%2d. finished" % i)
                else:
                    print("%2d. running" % i)
            if done < len(futures):
                time.sleep(1)
        for i, future in enumerate(futures, 1):
            if future.successful():
                print("%2d. success: %s" % (i, future.get()))
            else:
                try:
                    future.get()
                except Exception as error:
                    print("%2d. failure: %s" % (i, error))
