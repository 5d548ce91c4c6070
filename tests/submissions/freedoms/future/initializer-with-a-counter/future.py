import multiprocessing
import os
import sys
import time

lock = None
started = None


def prepare(shared_lock, shared_value):
    global lock, started
    lock, started = shared_lock, shared_value
    with started.get_lock():
        started.value += 1
        number = started.value
    with lock:
        print(f"worker number {number} has PID {os.getpid()}", flush=True)


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")


def workers_so_far():
    return started.value >= 1


def main():
    shared = multiprocessing.Lock(), multiprocessing.Value("i", 0)
    with multiprocessing.Pool(int(sys.argv[1]), initializer=prepare, initargs=shared) as pool:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(workers_so_far),
        ]
        while not all(future.ready() for future in futures):
            with shared[0]:
                for i, future in enumerate(futures):
                    print(f"Process {i} {'has finished' if future.ready() else 'is running...'}", flush=True)
            time.sleep(1)
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
