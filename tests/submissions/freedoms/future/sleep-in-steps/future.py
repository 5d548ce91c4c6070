import multiprocessing
import sys
import time

def slow_add(nsecs, x, y):
    for _ in range(nsecs):
        time.sleep(1)
    return x + y

def slow_diff(nsecs, x, y):
    for _ in range(10 * nsecs):
        time.sleep(0.1)
    return x - y

def broken_function(nsecs):
    time.sleep(nsecs / 2)
    time.sleep(nsecs / 2)
    raise ValueError("Called broken function")

def countdown(n):
    while n > 0:
        print("   countdown:", n, flush=True)
        time.sleep(1)
        n -= 1
    return "lift-off"

if __name__ == "__main__":
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        f = []
        f.append(pool.apply_async(slow_add, [3, 6, 7]))
        f.append(pool.apply_async(slow_diff, [2, 5, 2]))
        f.append(pool.apply_async(slow_add, [1, 8, 1]))
        f.append(pool.apply_async(slow_diff, [5, 9, 2]))
        f.append(pool.apply_async(broken_function, [4]))
        f.append(pool.apply_async(countdown, [3]))

        while [x for x in f if not x.ready()]:
            for i in range(len(f)):
                if f[i].ready():
                    print("Process", i, "has finished", flush=True)
                else:
                    print("Process", i, "is running...", flush=True)
            time.sleep(1)

        for i in range(len(f)):
            if f[i].successful():
                print("Process", i, "was successful. Result is", f[i].get())
            else:
                try:
                    f[i].get()
                except ValueError as e:
                    print("Process", i, "failed!", e)
