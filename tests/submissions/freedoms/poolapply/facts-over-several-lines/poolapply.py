import multiprocessing
import os
import textwrap
import time


def slow_function(nsecs):
    print("PROCESS:", os.getpid(), "GOING TO SLEEP FOR:", nsecs, sep="\n\t")
    time.sleep(nsecs)
    print("PROCESS:", os.getpid(), "WAKING UP", sep="\n\t")
    return nsecs


def slow_add(nsecs, x, y):
    print("PROCESS:", os.getpid(), "GOING TO SLEEP FOR:", nsecs, sep="\n\t")
    time.sleep(nsecs)
    print("PROCESS:", os.getpid(), "WAKING UP", sep="\n\t")
    return x + y


def main():
    print("=" * 40, "Pool.apply".center(40), "=" * 40, sep="\n")
    print("MASTER PROCESS ID PID".ljust(30, "."), os.getpid())
    with multiprocessing.Pool(2) as pool:
        five = pool.apply(slow_function, [5])
        thirteen = pool.apply(slow_add, [1, 6, 7])
    print(textwrap.dedent(f"""\
        +---------------+--------+
        | function      | result |
        +---------------+--------+
        | slow_function | {five:>6} |
        | slow_add      | {thirteen:>6} |
        +---------------+--------+"""))


if __name__ == "__main__":
    main()
