import multiprocessing as mp
import os
import time


results = []


def slow_add(nsecs, x, y):
    pid = os.getpid()
    print(f"Process {pid} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {pid} waking up")
    results.append(x + y)
    return x + y


def main():
    print(f"Master process is PID {os.getpid()}")
    pool = mp.Pool(processes=2)
    pool.apply_async(slow_add, args=(1, 6, 7))
    pool.apply_async(slow_add, args=(1, 2, 3))
    pool.close()
    pool.join()
    print(f"Result one is {results[0]}")
    print(f"Result two is {results[1]}")


if __name__ == "__main__":
    main()
