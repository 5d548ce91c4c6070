import sys
import time
import multiprocessing

def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y

def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y

def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")

def print_report(names, futures):
    for i, (name, future) in enumerate(zip(names, futures)):
        if future.successful():
            print("Process %i was successful. Result is %r   (%s)" % (i, future.get(), name))
        else:
            error = None
            try:
                future.get()
            except Exception as e:
                error = e
            print("Process %i failed! %s   (%s)" % (i, error, name))

if __name__ == "__main__":
    pool = multiprocessing.Pool(processes=int(sys.argv[1]))
    try:
        names = ["a sum", "a difference", "another sum", "another difference", "broken", "counting"]
        futures = [pool.apply_async(slow_add, (3, 6, 7)),
                   pool.apply_async(slow_diff, (2, 5, 2)),
                   pool.apply_async(slow_add, (1, 8, 1)),
                   pool.apply_async(slow_diff, (5, 9, 2)),
                   pool.apply_async(broken_function, (4,)),
                   pool.apply_async(lambda: "abracadabra".count("a"))]

        seconds = 0
        while True:
            unfinished = 0
            print("after", seconds, "seconds:")
            for i in range(len(futures)):
                if futures[i].ready():
                    print("  Process %i has finished" % i)
                else:
                    print("  Process %i is running..." % i)
                    unfinished += 1
            if unfinished == 0:
                break
            time.sleep(1)
            seconds += 1

        print_report(names, futures)
    finally:
        pool.terminate()
