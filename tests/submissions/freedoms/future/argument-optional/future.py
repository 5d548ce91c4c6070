import multiprocessing as mp
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
    try:
        n = int(sys.argv[1])
    except IndexError:
        n = 3
        print("No number of workers given, I take", n)
    print("Workers:", n)

    with mp.Pool(n) as pool:
        futures = []
        for args in ([3, 6, 7], [2, 5, 2], [1, 8, 1], [5, 9, 2]):
            # additions and differences take turns
            function = slow_diff if len(futures) % 2 else slow_add
            futures.append(pool.apply_async(function, args))
        futures.append(pool.apply_async(broken_function, [4]))
        futures.append(pool.apply_async(broken_function, [2]))

        running = True
        while running:
            running = False
            for i, future in enumerate(futures):
                if not future.ready():
                    running = True
                    print("Process", i, "is running...")
                else:
                    print("Process", i, "has finished")
            time.sleep(1)

        for i, future in enumerate(futures):
            if not future.successful():
                print("Process", i, "failed!")
                try:
                    future.get()
                except ValueError as err:
                    print("ValueError:", err)
            else:
                print("Process", i, "was successful. Result is", future.get())


if __name__ == "__main__":
    main()
