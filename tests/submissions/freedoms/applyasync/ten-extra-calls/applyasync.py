import multiprocessing
import os
import time


def slow_add(nsecs, x, y):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


def slow_square(x):
    time.sleep(1)
    return x * x


def main():
    print(f"Master process is PID {os.getpid()}")
    with multiprocessing.Pool(12) as pool:
        squares = [pool.apply_async(slow_square, (i,)) for i in range(20, 30)]
        one = pool.apply_async(slow_add, (1, 6, 7))
        two = pool.apply_async(slow_add, (1, 2, 3))
        print(f"Result one is {one.get()}")
        print(f"Result two is {two.get()}")
        print("Squares:", ", ".join(str(s.get()) for s in squares))


if __name__ == "__main__":
    main()
