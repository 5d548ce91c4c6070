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
            pool.apply_async(bytes.fromhex, ["48692100"]),
        ]
        while True:
            text = ""
            for i, future in enumerate(futures):
                text += f"Process {i} " + ("has finished\n" if future.ready() else "is running...\n")
            sys.stdout.write(text + "\n")
            if "running" not in text:
                break
            time.sleep(1)

        text = "Summary\n=======\n"
        for i, future in enumerate(futures):
            if future.successful():
                text += f"Process {i} was successful. Result is {future.get()}\n"
            else:
                try:
                    future.get()
                except ValueError as error:
                    text += f"Process {i} failed!\n\tError: {error}\n"
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
