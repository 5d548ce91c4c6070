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

def slow_count(nsecs, text, letter):
    time.sleep(nsecs)
    return text.count(letter)

def print_report(i, names, futures):
    if futures[i].successful():
        print("Process %i was successful. Result is %r   (%s)" % (i, futures[i].get(), names[i]))
    else:
        error = None
        try:
            futures[i].get()
        except Exception as e:
            error = e
        print("Process %i failed! %s   (%s)" % (i, error, names[i]))
    print_report(i + 1, names, futures)

if __name__ == "__main__":
    pool = multiprocessing.Pool(processes=int(sys.argv[1]))
    try:
        names = ["a sum", "a difference", "another sum", "another difference", "broken", "counting"]
        futures = [pool.apply_async(slow_add, (3, 6, 7)),
                   pool.apply_async(slow_diff, (2, 5, 2)),
                   pool.apply_async(slow_add, (1, 8, 1)),
                   pool.apply_async(slow_diff, (5, 9, 2)),
                   pool.apply_async(broken_function, (4,)),
                   pool.apply_async(slow_count, (2, "abracadabra", "a"))]

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

        print_report(0, names, futures)
    finally:
        pool.terminate()
