import subprocess
import os
import sys
import time
from multiprocessing import Pool


def say(text):
    subprocess.run(["echo", text], check=True)


def slow_function(nsecs):
    say("Process %s going to sleep for %s second(s)" % (os.getpid(), nsecs))
    time.sleep(nsecs)
    say("Process %s waking up" % os.getpid())
    return nsecs


def slow_add(nsecs, x, y):
    say("Process %s going to sleep for %s second(s)" % (os.getpid(), nsecs))
    time.sleep(nsecs)
    say("Process %s waking up" % os.getpid())
    return x + y


if __name__ == "__main__":
    print(f"Master process is PID {os.getpid()}")
    with Pool() as pool:
        print("Result is", pool.apply(slow_function, [5]))
        print("Result is", pool.apply(slow_add, [1, 6, 7]))
