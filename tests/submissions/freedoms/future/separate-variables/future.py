import sys, time, multiprocessing

def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y

def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y

def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")

def show(number, f):
    if f.ready() == True:
        print("Process", number, "has finished")
    else:
        print("Process", number, "is running...")

def show_result(number, f):
    if f.successful() == True:
        print("Process", number, "was successful. Result is", f.get())
    else:
        print("Process", number, "failed!")
        try:
            f.get()
        except Exception as e:
            print("The error is:", e)

if __name__ == "__main__":
    N = int(sys.argv[1])
    pool = multiprocessing.Pool(N)
    f1 = pool.apply_async(slow_add, [3, 6, 7])
    f2 = pool.apply_async(slow_diff, [2, 5, 2])
    f3 = pool.apply_async(slow_add, [1, 8, 1])
    f4 = pool.apply_async(slow_diff, [5, 9, 2])
    f5 = pool.apply_async(broken_function, [4])
    f6 = pool.apply_async(slow_diff, [1, 100, 1])

    while not (f1.ready() and f2.ready() and f3.ready() and f4.ready() and f5.ready() and f6.ready()):
        show(1, f1)
        show(2, f2)
        show(3, f3)
        show(4, f4)
        show(5, f5)
        show(6, f6)
        print("---")
        time.sleep(1)

    show_result(1, f1)
    show_result(2, f2)
    show_result(3, f3)
    show_result(4, f4)
    show_result(5, f5)
    show_result(6, f6)
    pool.close()
    pool.join()
