from multiprocessing import Pool
from time import sleep
from sys import argv

def slow_add(nsecs, x, y):
    sleep(nsecs)
    return x + y

def slow_diff(nsecs, x, y):
    sleep(nsecs)
    return x - y

def broken_function(nsecs):
    sleep(nsecs)
    raise ValueError("Called broken function")

def status(n, f):
    if f.ready():
        print("Process", n, "has finished")
        return True
    print("Process", n, "is running...")
    return False

results = {1: 13, 2: 3, 3: 9, 4: 7, 6: ["Bern", "Oslo", "Rome"]}

def result(n, f):
    if f.successful():
        print("Process", n, "was successful. Result is", results[n])
        return
    try:
        f.get()
    except Exception as e:
        print("Process", n, "failed!", "Error:", e)

if __name__ == "__main__":
    assert int(argv[1]) <= 5, "I have no more cores"
    with Pool(int(argv[1])) as p:
        f1 = p.apply_async(slow_add, [3, 6, 7])
        f2 = p.apply_async(slow_diff, [2, 5, 2])
        f3 = p.apply_async(slow_add, [1, 8, 1])
        f4 = p.apply_async(slow_diff, [5, 9, 2])
        f5 = p.apply_async(broken_function, [4])
        # my own one: cities in alphabetical order
        f6 = p.apply_async(sorted, [["Rome", "Oslo", "Bern"]])

        ready = False
        while not ready:
            r1 = status(1, f1)
            r2 = status(2, f2)
            r3 = status(3, f3)
            r4 = status(4, f4)
            r5 = status(5, f5)
            r6 = status(6, f6)
            print()
            ready = r1 and r2 and r3 and r4 and r5 and r6
            if not ready:
                sleep(1)

        result(1, f1)
        result(2, f2)
        result(3, f3)
        result(4, f4)
        result(5, f5)
        result(6, f6)
