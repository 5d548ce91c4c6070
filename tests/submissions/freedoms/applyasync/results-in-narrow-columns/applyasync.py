import os
from time import sleep
from multiprocessing import Pool


def slow_add(nsecs, x, y):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)", flush=True)
    sleep(nsecs)
    print(f"Process {os.getpid()} waking up", flush=True)
    return x + y


def lapply(X, FUN):
    return {name: FUN(value) for name, value in X.items()}


if __name__ == "__main__":
    print(f"Master process is PID {os.getpid()}", flush=True)

    params = {
        "one": [1, 6, 7],
        "two": [1, 2, 3],
    }

    cl = Pool(2)
    futures = lapply(params, lambda p: cl.apply_async(slow_add, p))
    results = lapply(futures, lambda f: f.get())
    cl.close()

    # like print(unlist(results)) in R
    print("".join(f"{n:>5}" for n in results))
    print("".join(f"{v:>5}" for v in results.values()))
