import multiprocessing
import os
import pprint
import time


def slow_add(nsecs, x, y):
    print("Process", os.getpid(), "going to sleep for", nsecs, "second(s)")
    time.sleep(nsecs)
    print("Process", os.getpid(), "waking up")
    return x + y


if __name__ == "__main__":
    print("Master process is PID", os.getpid())
    todo = [(1, 6, 7), (1, 2, 3)]
    with multiprocessing.Pool(2) as pool:
        running = {args: pool.apply_async(slow_add, args) for args in todo}
        done = {f"slow_add{args}": future.get() for args, future in running.items()}
    pprint.pprint(done, width=30, sort_dicts=False)
