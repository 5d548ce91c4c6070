"""Add numbers in the background (try --help)."""
import argparse
import multiprocessing
import os
import time


def slow_add(nsecs, x, y, *, sleep=time.sleep):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


def main(argv=None):
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-w", "--workers", type=int, default=2)
    parser.add_argument("-q", "--quiet", action="store_true", help="no pool size")
    options = parser.parse_args(argv)

    print(f"Master process is PID {os.getpid()}")
    if not options.quiet:
        print(f"Workers: {options.workers}")
    with multiprocessing.Pool(options.workers) as pool:
        one = pool.apply_async(slow_add, [1, 6, 7])
        two = pool.apply_async(slow_add, [1, 2, 3])
        print(f"Result one is {one.get()}")
        print(f"Result two is {two.get()}")


if __name__ == "__main__":
    main()
