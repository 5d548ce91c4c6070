import time
import sys
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

def slow_square(nsecs, x):
    time.sleep(nsecs)
    return x ** 2

if __name__ == "__main__":
    number_of_workers = int(sys.argv[1])
    pool = Pool
    functions = [slow_add, slow_diff, slow_add, slow_diff, broken_function, slow_square]
    arguments = [[3, 6, 7], [2, 5, 2], [1, 8, 1], [5, 9, 2], [4], [2, 12]]

    results = []
    i = 0
    while i < len(functions):
        results.append(pool.apply_async(functions[i], arguments[i]))
        i += 1

    finished = False
    while not finished:
        finished = True
        i = 0
        while i < len(results):
            if results[i].ready():
                print("Process " + str(i) + " has finished")
            else:
                print("Process " + str(i) + " is running...")
                finished = False
            i += 1
        if not finished:
            time.sleep(1)

    i = 0
    while i < len(results):
        if results[i].successful():
            answer = results[i].get()
            print("Process " + str(i) + " was successful. Result is " + str(answer))
        else:
            print("Process " + str(i) + " failed!")
            try:
                results[i].get()
            except ValueError as error:
                print("The error was: " + str(error))
        i += 1

    pool.close()
    pool.join()
