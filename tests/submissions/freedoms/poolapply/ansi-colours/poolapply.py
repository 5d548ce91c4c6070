import multiprocessing
import os
import time

RED, GREEN, BLUE, BOLD, END = "\033[31m", "\033[32m", "\033[94m", "\033[1m", "\033[0m"


def slow_function(nsecs):
    print(f"{RED}Process {BOLD}{os.getpid()}{END}{RED} going to sleep for {BOLD}{nsecs}{END}{RED} second(s){END}")
    time.sleep(nsecs)
    print(f"{GREEN}Process {BOLD}{os.getpid()}{END}{GREEN} waking up{END}")
    return nsecs


def slow_add(nsecs, x, y):
    print(f"{RED}Process {BOLD}{os.getpid()}{END}{RED} going to sleep for {BOLD}{nsecs}{END}{RED} second(s){END}")
    time.sleep(nsecs)
    print(f"{GREEN}Process {BOLD}{os.getpid()}{END}{GREEN} waking up{END}")
    return x + y


if __name__ == "__main__":
    print(f"Master process is PID {BLUE}{os.getpid()}{END}")
    with multiprocessing.Pool(2) as pool:
        print(f"Result is {BLUE}{pool.apply(slow_function, [5])}{END}")
        print(f"Result is {BLUE}{pool.apply(slow_add, [1, 6, 7])}{END}")
