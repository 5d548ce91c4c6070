import sys, time
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

if __name__ == "__main__":
    with Pool(int(sys.argv[1])) as pool:
        futures = []
        futures.append(pool.apply_async(slow_add, [3, 6, 7]))
        futures.append(pool.apply_async(slow_diff, [2, 5, 2]))
        futures.append(pool.apply_async(slow_add, [1, 8, 1]))
        futures.append(pool.apply_async(slow_diff, [5, 9, 2]))
        futures.append(pool.apply_async(broken_function, [4]))
        futures.append(pool.apply_async(slow_add, [2, 1, 2]))
        lines = {}
        while True:
            finished, running = [], []
            for i, f in enumerate(futures):
                (finished if f.ready() else running).append(str(i))
            print("finished: {" + ",".join(finished) + "} running: {" + ",".join(running) + "}")
            if not running:
                break
            time.sleep(1)
        for i, f in enumerate(futures):
            lines[i] = "result %s" % f.get() if f.successful() else None
            if lines[i] is None:
                try: f.get()
                except Exception as e: lines[i] = "error %s" % e
        print(lines)
