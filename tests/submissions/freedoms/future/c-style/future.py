#!/usr/bin/env python3
import sys, time
import multiprocessing

NCALLS = 6
OK = 0

def slow_add(nsecs, x, y):
    time.sleep(nsecs); return (x + y)

def slow_diff(nsecs, x, y):
    time.sleep(nsecs); return (x - y)

def broken_function(nsecs):
    time.sleep(nsecs); raise ValueError("Called broken function")

def strlen(s):
    n = 0
    for c in s: n += 1
    return (n)

def main(argc, argv):
    if (argc < 2):
        sys.stderr.write("usage: %s N\n" % argv[0])
        return (1)
    n = int(argv[1])
    pool = multiprocessing.Pool(n)
    func = [slow_add, slow_diff, slow_add, slow_diff, broken_function, strlen]
    args = [(3, 6, 7), (2, 5, 2), (1, 8, 1), (5, 9, 2), (4,), ("pointer",)]
    fut = [None] * NCALLS
    for i in range(0, NCALLS, 1):
        fut[i] = pool.apply_async(func[i], args[i])

    ndone = 0
    while (ndone != NCALLS):
        ndone = 0
        i = 0
        while (i < NCALLS):
            if (fut[i].ready()):
                sys.stdout.write("Process %d has finished\n" % i)
                ndone += 1
            else:
                sys.stdout.write("Process %d is running...\n" % i)
            i += 1
        sys.stdout.flush()
        time.sleep(1)

    i = 0
    while (i < NCALLS):
        if (fut[i].successful()):
            sys.stdout.write("Process %d was successful. Result is %d\n" % (i, fut[i].get()))
        else:
            try:
                fut[i].get()
            except Exception as e:
                sys.stdout.write("Process %d failed!\nError = %s: %s\n" % (i, type(e), e))
        i += 1

    pool.close()
    pool.join()
    return (OK)

if (__name__ == "__main__"):
    sys.exit(main(len(sys.argv), sys.argv))
