"""Submit slow calls to a pool and watch them."""
import argparse
import multiprocessing
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


def positive(text):
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least one worker is needed")
    return number


def parse_arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("workers", type=positive, metavar="N", help="number of processes")
    parser.add_argument("--interval", type=float, default=1.0, help="seconds between polls")
    return parser.parse_args()


def main():
    options = parse_arguments()
    with multiprocessing.Pool(options.workers) as pool:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(sorted, [[3, 1, 2]], {"reverse": True}),
        ]
        while not all(future.ready() for future in futures):
            for i, future in enumerate(futures):
                print(f"Process {i} has finished" if future.ready() else f"Process {i} is running...")
            time.sleep(options.interval)
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
