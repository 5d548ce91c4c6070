import multiprocessing as mp
import os
import time


def slow_add(nsecs, x, y):
    pid = os.getpid()
    print(f"Process {pid} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {pid} waking up")
    return x + y


print(f"Master process is PID {os.getpid()}")
jobs = [(1, 6, 7), (1, 2, 3)]
futures = []

if __name__ == "__main__":
    pool = mp.Pool(2)
    for job in jobs:
        futures.append(pool.apply_async(slow_add, job))
    pool.close()
    pool.join()

for name, future in zip(["one", "two"], futures):
    print(f"Result {name} is {future.get()}")
