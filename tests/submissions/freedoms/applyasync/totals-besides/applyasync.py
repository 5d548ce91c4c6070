import multiprocessing
import operator
import os
import statistics
import time


def slow_add(nsecs, x, y):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return operator.add(x, y)


def main():
    print(f"Master process is PID {os.getpid()} on a machine with {os.cpu_count()} cores")
    start = time.time()
    with multiprocessing.Pool(2) as pool:
        one = pool.apply_async(slow_add, [1, 6, 7])
        two = pool.apply_async(slow_add, [1, 2, 3])
        values = [one.get(), two.get()]
    seconds = time.time() - start
    print(f"Result one is {values[0]} and result two is {values[1]}")
    print(f"Their sum is {sum(values)}, their mean is {statistics.mean(values)}")
    print(f"It took {seconds:.1f} seconds")


if __name__ == "__main__":
    main()
