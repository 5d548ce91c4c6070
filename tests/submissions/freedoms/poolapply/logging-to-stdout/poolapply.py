"""Pool.apply, everything said with the logging module."""
import logging
import multiprocessing
import sys
import time

log = logging.getLogger("poolapply")
log.setLevel(logging.INFO)
handler = logging.StreamHandler(sys.stdout)
handler.setFormatter(logging.Formatter("%(levelname)s Process %(process)d %(message)s"))
log.addHandler(handler)


def slow_function(nsecs):
    log.info("going to sleep for %s second(s)", nsecs)
    time.sleep(nsecs)
    log.info("waking up")
    return nsecs


def slow_add(nsecs, x, y):
    log.info("going to sleep for %s second(s)", nsecs)
    time.sleep(nsecs)
    log.info("waking up")
    return x + y


def main():
    log.info("is the master")
    with multiprocessing.Pool(2) as pool:
        log.info("Result is %s", pool.apply(slow_function, [5]))
        log.info("Result is %s", pool.apply(slow_add, [1, 6, 7]))


if __name__ == "__main__":
    main()
