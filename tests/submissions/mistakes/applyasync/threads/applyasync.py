import os
import threading
import time


def slow_add(nsecs, x, y):
    pid = os.getpid()
    print(f"Process {pid} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {pid} waking up")
    return x + y


results = {}


def work(name, *args):
    results[name] = slow_add(*args)


if __name__ == "__main__":
    print(f"Master process is PID {os.getpid()}")
    threads = [
        threading.Thread(target=work, args=("one", 1, 6, 7)),
        threading.Thread(target=work, args=("two", 1, 2, 3)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(f"Result one is {results['one']}")
    print(f"Result two is {results['two']}")
