import os
import time
from multiprocessing import Pool

def slow_add(nsecs, x, y):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    time.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x+y

def main():
    print(f"master process id PID {os.getpid()}")
    with Pool(processes=2) as p:
        one = p.apply_async(slow_add, (1, 6, 7))
        two = p.apply_async(slow_add, (1, 2, 3))
        one.wait()
        two.wait()
        print(f"Result one is {one.get()}")
        print(f"Result two is {two.get()}")

if __name__ == "__main__":
    main()
