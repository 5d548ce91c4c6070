import multiprocessing
import sys
import time

def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y

def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y

def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")

def main():
    pool = multiprocessing.Pool(int(sys.argv[1]))
    todo = [
        ["add", 3, 6, 7],
        ["diff", 2, 5, 2],
        ["add", 1, 8, 1],
        ["diff", 5, 9, 2],
        ["broken", 4],
        ["add", 0, 50, 50],
        ["diff", 1, 0, 11],
    ]
    names = {"add": slow_add, "diff": slow_diff, "broken": broken_function}
    futures = []
    for name, *numbers in todo:
        futures.append(pool.apply_async(names[name], numbers))
    pool.close()

    total = len(futures)
    while sum(f.ready() for f in futures) < total:
        for i in range(total):
            if futures[i].ready():
                print("Process %d has finished" % i)
            else:
                print("Process %d is running..." % i)
        time.sleep(1)
    print("All %d processes are over" % total)

    for i in range(total):
        if futures[i].successful():
            print("Process %d was successful. Result is %d" % (i, futures[i].get()))
        else:
            print("Process %d failed!" % i)
            try:
                futures[i].get()
            except ValueError as e:
                print("Error = %s" % e)
    pool.join()

if __name__ == "__main__":
    main()
