import os, sys, time, multiprocessing

N = 2
a = [6, 2]
b = [7, 3]
name = ["one", "two"]
fut = [0, 0]
res = [0, 0]

def slow_add(nsecs, x, y):
    sys.stdout.write("Process %d going to sleep for %d second(s)\n" % (os.getpid(), nsecs))
    time.sleep(nsecs)
    sys.stdout.write("Process %d waking up\n" % os.getpid())
    return x + y

def main():
    sys.stdout.write("Master process is PID %d\n" % os.getpid())
    pool = multiprocessing.Pool(N)
    i = 0
    while i < N:
        fut[i] = pool.apply_async(slow_add, [1, a[i], b[i]])
        i += 1
    i = 0
    while i < N:
        res[i] = fut[i].get()
        i += 1
    i = 0
    while i < N:
        sys.stdout.write("Result %s is %d\n" % (name[i], res[i]))
        i += 1
    pool.close()
    pool.join()
    exit(0)

if __name__ == "__main__":
    main()
