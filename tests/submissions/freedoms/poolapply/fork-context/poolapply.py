import multiprocessing, os, time

def slow_function(nsecs):
    print("Process", os.getpid(), "going to sleep for", nsecs, "seconds")
    time.sleep(nsecs)
    print("Process", os.getpid(), "waking up")
    return nsecs

def slow_add(nsecs, a, b):
    print("Process", os.getpid(), "going to sleep for", nsecs, "seconds")
    time.sleep(nsecs)
    print("Process", os.getpid(), "waking up")
    return a + b

if __name__ == "__main__":
    print("Master process is PID", os.getpid())
    mp = multiprocessing.get_context('fork')    # I am on Linux
    pool = mp.Pool(2)
    result1 = pool.apply(slow_function, [5])
    print("Result is", result1)
    result2 = pool.apply(slow_add, [1, 6, 7])
    print("Result is", result2)
    pool.close(); pool.join()
