import os, time
from multiprocessing import Pool
def slow_add(nsecs, x, y):
    print("Process %s going to sleep for %s second(s)" % (os.getpid(), nsecs))
    time.sleep(nsecs)
    print("Process %s waking up" % os.getpid())
    return x + y

if __name__ == "__main__":
    print("Master process is PID %s" % os.getpid())
    with Pool(2) as pool:
        one = pool.apply_async(slow_add, [1, 6, 7])
        two = pool.apply_async(slow_add, [1, 2, 3])
        a, b = one.get(), two.get()
        print(f"Result two is {b} (less than {a}), Result one is {a} (more than {b})")
