import multiprocessing
import sys
import time

MAX_POLLS = 100


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
    p = multiprocessing.Pool(int(sys.argv[1]))
    f = [None] * 7
    f[0] = p.apply_async(slow_add, [3, 6, 7])
    f[1] = p.apply_async(slow_diff, [2, 5, 2])
    f[2] = p.apply_async(slow_add, [1, 8, 1])
    f[3] = p.apply_async(slow_diff, [5, 9, 2])
    f[4] = p.apply_async(broken_function, [4])
    f[5] = p.apply_async(slow_add, [2, 30, 3])
    f[6] = p.apply_async(slow_diff, [2, 30, 3])

    for second in range(MAX_POLLS):
        print("After", second, "second(s):")
        running = 0
        for i in range(7):
            if f[i].ready():
                print("  Process", i, "has finished")
            else:
                print("  Process", i, "is running...")
                running = running + 1
        if running == 0:
            break
        time.sleep(1)
    else:
        print("I give up")
        sys.exit(1)

    for i in range(7):
        if f[i].successful():
            print("Process", i, "was successful. Result is", f[i].get())
        else:
            print("Process", i, "failed!")
            try:
                f[i].get()
            except Exception as ex:
                print("  error:", ex)
    p.close()
    p.join()
