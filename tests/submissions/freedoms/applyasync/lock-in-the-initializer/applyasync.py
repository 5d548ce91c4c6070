import multiprocessing
import os
import time

lock = None


def init(shared_lock):
    global lock
    lock = shared_lock


def say(text):
    if lock is None:
        print(text, flush=True)
        return
    lock.acquire()
    try:
        print(text, flush=True)
    finally:
        lock.release()


def slow_add(nsecs, x, y):
    say(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    say(f"Process {os.getpid()} waking up")
    return x + y


if __name__ == "__main__":
    init(multiprocessing.RLock())
    say(f"Master process is PID {os.getpid()}")
    with multiprocessing.Pool(2, init, (lock,)) as pool:
        one = pool.apply_async(slow_add, [1, 6, 7])
        two = pool.apply_async(slow_add, [1, 2, 3])
        say(f"Result one is {one.get()}")
        say(f"Result two is {two.get()}")
