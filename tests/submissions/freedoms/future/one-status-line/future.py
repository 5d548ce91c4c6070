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


def main():
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(abs, [-70]),
        ]
        while not all(future.ready() for future in futures):
            parts = [f"{i}: {'finished' if future.ready() else 'running'}" for i, future in enumerate(futures)]
            print("\rProcess", ", ".join(parts).ljust(80), end="", flush=True)
            time.sleep(1)
        print("\nThe end")

        for i, future in enumerate(futures):
            print(f"{i}: ", end="")
            if future.successful():
                print(f"successful, result {future.get()}")
            else:
                try:
                    future.get()
                except ValueError as error:
                    print(f"failed, {error}")


if __name__ == "__main__":
    main()
