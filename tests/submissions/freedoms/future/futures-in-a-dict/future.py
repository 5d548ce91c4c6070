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
    n = int(sys.argv[1])
    with multiprocessing.Pool(n) as pool:
        futures = {
            0: pool.apply_async(slow_add, [3, 6, 7]),
            1: pool.apply_async(slow_diff, [2, 5, 2]),
            2: pool.apply_async(slow_add, [1, 8, 1]),
            3: pool.apply_async(slow_diff, [5, 9, 2]),
            4: pool.apply_async(broken_function, [4]),
            5: pool.apply_async(slow_add, [2, 20, 30]),
        }

        finished = {}
        while len(finished) < len(futures):
            time.sleep(1)
            for key, future in futures.items():
                if key in finished or future.ready():
                    finished[key] = future
                    print(f"Process {key} has finished")
                else:
                    print(f"Process {key} is running...")

        for key, future in futures.items():
            if future.successful():
                print(f"Process {key} was successful. Result is {future.get()}")
                continue
            print(f"Process {key} failed!", end=" ")
            try:
                future.get()
            except ValueError as error:
                print(f"Error: {error}")


if __name__ == "__main__":
    main()
