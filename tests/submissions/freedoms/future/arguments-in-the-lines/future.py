import os
import sys
import time
from multiprocessing import Pool
def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")

if __name__ == "__main__":
    with Pool(int(sys.argv[1])) as pool:
        plan = [("slow_add", [3, 6, 7]), ("slow_diff", [2, 5, 2]), ("slow_add", [1, 8, 1]), ("slow_diff", [5, 9, 2]),
                ("broken_function", [4]), ("slow_add", [1, 20, 22])]
        futures = [pool.apply_async(globals()[name], args) for name, args in plan]
        while not all(f.ready() for f in futures):
            for i, (f, (name, args)) in enumerate(zip(futures, plan)):
                call = f"{name}({', '.join(map(str, args))})"
                print(f"[{i}] {call:<20} {'has finished' if f.ready() else 'is running...'}")
            time.sleep(1)
        for i, (f, (name, args)) in enumerate(zip(futures, plan)):
            call = f"{name}({', '.join(map(str, args))})"
            if f.successful():
                print(f"[{i}] {call} = {f.get()}")
            else:
                try:
                    f.get()
                except Exception as e:
                    print(f"[{i}] {call} raised {e!r}")
