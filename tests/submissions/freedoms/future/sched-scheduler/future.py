import multiprocessing
import sched
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


def look(scheduler, futures):
    """Print the states, and come back in a second if anyone is still at work."""
    for i, future in enumerate(futures):
        print(f"Process {i} {'has finished' if future.ready() else 'is running...'}")
    if not all(future.ready() for future in futures):
        scheduler.enter(1, 1, look, (scheduler, futures))


def main():
    scheduler = sched.scheduler(time.monotonic, time.sleep)
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(slow_diff, [3, 10, 100]),
        ]
        look(scheduler, futures)
        scheduler.run()
        for i, future in enumerate(futures):
            if future.successful():
                print(f"Process {i} was successful. Result is {future.get()}")
            else:
                print(f"Process {i} failed!")
                try:
                    future.get()
                except ValueError as error:
                    print(f"Error: {error}")


if __name__ == "__main__":
    main()
