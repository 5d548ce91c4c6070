import contextlib
import multiprocessing
import os
import time


@contextlib.contextmanager
def workers(count):
    pool = multiprocessing.Pool(count)
    try:
        yield pool
    except BaseException:
        pool.terminate()
        raise
    else:
        pool.close()
    finally:
        pool.join()


def slow_add(nsecs, x, y):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


def main():
    print(f"Master process is PID {os.getpid()}")
    with workers(2) as pool:
        one = pool.apply_async(slow_add, [1, 6, 7])
        two = pool.apply_async(slow_add, [1, 2, 3])
    print(f"Result one is {one.get()}")
    print(f"Result two is {two.get()}")


if __name__ == "__main__":
    main()
