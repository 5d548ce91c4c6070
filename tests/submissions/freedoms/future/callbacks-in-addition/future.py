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


def on_result(value):
    print("(callback: somebody is done)", flush=True)


def on_error(error):
    print("(callback: somebody is in trouble)", flush=True)


def main():
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        def submit(function, *args):
            return pool.apply_async(function, args, callback=on_result, error_callback=on_error)

        futures = [
            submit(slow_add, 3, 6, 7),
            submit(slow_diff, 2, 5, 2),
            submit(slow_add, 1, 8, 1),
            submit(slow_diff, 5, 9, 2),
            submit(broken_function, 4),
            submit(round, 2.71828, 2),
        ]
        while not all(f.ready() for f in futures):
            for i, f in enumerate(futures):
                print(f"Process {i} {'has finished' if f.ready() else 'is running...'}", flush=True)
            time.sleep(1)
        for i, f in enumerate(futures):
            if f.successful():
                print(f"Process {i} was successful. Result is {f.get()}")
            else:
                try:
                    f.get()
                except ValueError as e:
                    print(f"Process {i} failed! {e}")


if __name__ == "__main__":
    main()
