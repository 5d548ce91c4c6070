import multiprocessing
import sys
import time

CLEAR = "\033[H\033[2J"
RED, GREEN, YELLOW, BOLD, RESET = (f"\033[{n}m" for n in (31, 32, 33, 1, 0))


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")


def draw(futures):
    print(CLEAR, end="")
    for i, future in enumerate(futures):
        if future.ready():
            print(f"Process {BOLD}{i}{RESET} {GREEN}has finished{RESET}")
        else:
            print(f"Process {BOLD}{i}{RESET} {YELLOW}is running...{RESET}")
    sys.stdout.flush()


def main():
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(slow_add, [3, 3, 3]),
        ]
        while not all(future.ready() for future in futures):
            draw(futures)
            time.sleep(1)
        draw(futures)
        for i, future in enumerate(futures):
            if future.successful():
                print(f"Process {BOLD}{i}{RESET} {GREEN}was successful.{RESET} Result is {BOLD}{future.get()}{RESET}")
            else:
                print(f"Process {BOLD}{i}{RESET} {RED}failed!{RESET}")
                try:
                    future.get()
                except ValueError as error:
                    print(f"  {RED}{error}{RESET}")


if __name__ == "__main__":
    main()
