import json
import multiprocessing
import os
import time


def slow_add(nsecs, x, y):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)", flush=True)
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up", flush=True)
    return x + y


def main():
    print(json.dumps({"master": {"PID": os.getpid()}}))
    with multiprocessing.Pool(2) as pool:
        one = pool.apply_async(slow_add, [1, 6, 7])
        two = pool.apply_async(slow_add, [1, 2, 3])
        report = {"results": {"one": one.get(), "two": two.get()}}
    print(json.dumps(report, indent=4))


if __name__ == "__main__":
    main()
