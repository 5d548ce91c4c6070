import multiprocessing
import os
import sys
import time

if hasattr(sys.stdout, "reconfigure"):
    sys.stdout.reconfigure(encoding="utf-8")


def slow_add(nsecs, x, y):
    print(f"\x1b[33m😴 Process {os.getpid()} going to sleep for {nsecs} second(s)\x1b[0m")
    time.sleep(nsecs)
    print(f"\x1b[32m⏰ Process {os.getpid()} waking up\x1b[0m")
    return x + y


def main():
    print(f"\x1b[1m👑 Master process is PID {os.getpid()}\x1b[0m")
    with multiprocessing.Pool(2) as pool:
        one = pool.apply_async(slow_add, [1, 6, 7])
        two = pool.apply_async(slow_add, [1, 2, 3])
        print(f"1️⃣  Result \x1b[1;36mone\x1b[0m is \x1b[7m {one.get()} \x1b[0m")
        print(f"2️⃣  Result \x1b[1;36mtwo\x1b[0m is \x1b[7m {two.get()} \x1b[0m")


if __name__ == "__main__":
    main()
