import multiprocessing
import os
import textwrap
import time


def slow_add(nsecs, x, y):
    print(textwrap.dedent(f"""
        Process {os.getpid()} going to sleep
        for {nsecs} second(s)
        """).strip())
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


def main():
    print(f"Master process is PID {os.getpid()}")
    with multiprocessing.Pool(2) as pool:
        one = pool.apply_async(slow_add, [1, 6, 7])
        two = pool.apply_async(slow_add, [1, 2, 3])
        text = f"""
        ---------------------
        Result one is {one.get():7}
        Result two is {two.get():7}
        ---------------------
        """
    print(textwrap.dedent(text))


if __name__ == "__main__":
    main()
