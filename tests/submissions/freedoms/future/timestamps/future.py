import datetime
import multiprocessing
import sys
import time

START = time.time()


def say(text):
    now = datetime.datetime.now().strftime("%H:%M:%S.%f")
    print(f"{now} (+{time.time() - START:5.2f} s)  {text}", file=sys.stdout, flush=True)


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")


def timed_sleep(nsecs):
    before = time.perf_counter()
    time.sleep(nsecs)
    return round(time.perf_counter() - before)


def main():
    say("begin")
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(timed_sleep, [2]),
        ]
        while not all(future.ready() for future in futures):
            for i, future in enumerate(futures):
                say(f"Process {i} {'has finished' if future.ready() else 'is running...'}")
            time.sleep(1)
        for i, future in enumerate(futures):
            if future.successful():
                say(f"Process {i} was successful. Result is {future.get()}")
            else:
                try:
                    future.get()
                except ValueError as error:
                    say(f"Process {i} failed! {error}")
    say("end")


if __name__ == "__main__":
    main()
