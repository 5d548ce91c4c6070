import logging
import multiprocessing
import os
import sys
import time

logging.basicConfig(
    stream=sys.stdout,
    level=logging.INFO,
    format="%(asctime)s %(processName)s: %(message)s",
)


def slow_add(nsecs, x, y):
    logging.info("Process %s going to sleep for %s second(s)", os.getpid(), nsecs)
    time.sleep(nsecs)
    logging.info("Process %s waking up", os.getpid())
    return x + y


def main():
    logging.info("Master process is PID %s", os.getpid())
    with multiprocessing.Pool(2) as pool:
        one = pool.apply_async(slow_add, [1, 6, 7])
        two = pool.apply_async(slow_add, [1, 2, 3])
        logging.info("Result one is %s", one.get())
        logging.info("Result two is %s", two.get())


if __name__ == "__main__":
    main()
