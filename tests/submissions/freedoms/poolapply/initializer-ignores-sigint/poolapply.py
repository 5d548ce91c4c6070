import multiprocessing
import os
import signal
import time


def slow_function(nsecs):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return nsecs


def slow_add(nsecs, x, y):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


def start_worker(name):
    """Ctrl-C is the master's business."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    print(f"{name}: worker {os.getpid()} is ready")


def main():
    print(f"Master process is PID {os.getpid()}")
    with multiprocessing.Pool(2, start_worker, ("poolapply",)) as pool:
        try:
            print(f"Result is {pool.apply(slow_function, [5])}")
            print(f"Result is {pool.apply(slow_add, [1, 6, 7])}")
        except KeyboardInterrupt:
            print("Interrupted")


if __name__ == "__main__":
    main()
