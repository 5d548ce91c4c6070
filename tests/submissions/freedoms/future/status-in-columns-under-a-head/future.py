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


CALLS = (
    (slow_add, [3, 6, 7]),
    (slow_diff, [2, 5, 2]),
    (slow_add, [1, 8, 1]),
    (slow_diff, [5, 9, 2]),
    (broken_function, [4]),
    (pow, [2, 10]),
)


def row(first, cells):
    print("%-8s" % first + "".join("%10s" % cell for cell in cells), flush=True)


def error_of(future):
    try:
        future.get()
    except Exception as error:
        return error


def main():
    nworkers = int(sys.argv[1])
    with Pool(processes=nworkers) as pool:
        futures = [pool.apply_async(function, args) for function, args in CALLS]
        t0 = time.time()

        row("seconds", ["process %d" % i for i in range(len(futures))])
        while not all(future.ready() for future in futures):
            row("%.1f" % (time.time() - t0), ["finished" if future.ready() else "running" for future in futures])
            time.sleep(1)

        print()
        print("%-8s%-10s%8s  %s" % ("process", "outcome", "result", "error"))
        for i, future in enumerate(futures):
            if future.successful():
                print("%-8d%-10s%8s  %s" % (i, "success", future.get(), "-"))
            else:
                print("%-8d%-10s%8s  %s" % (i, "failure", "-", error_of(future)))


if __name__ == "__main__":
    main()
