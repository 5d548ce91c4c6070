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

def main(n):
    with Pool(n) as pool:
        futures = []
        futures.append(pool.apply_async(slow_add, [3, 6, 7]))
        futures.append(pool.apply_async(slow_diff, [2, 5, 2]))
        futures.append(pool.apply_async(slow_add, [1, 8, 1]))
        futures.append(pool.apply_async(slow_diff, [5, 9, 2]))
        futures.append(pool.apply_async(broken_function, [4]))
        futures.insert(0, pool.apply_async(slow_add, [1, 3, 4]))
        futures.insert(3, pool.apply_async(slow_add, [1, 3, 7]))
        while True:
            ready = list(map(lambda f: f.ready(), futures))
            for i in range(len(ready)):
                print("Process", i + 1, ["is running...", "has finished"][ready[i]])
            if not (False in ready):
                break
            time.sleep(1)
        for i in range(len(futures)):
            if futures[i].successful():
                print("Process", i + 1, "was successful. Result is", futures[i].get())
            else:
                try:
                    futures[i].get()
                except Exception as e:
                    print("Process", i + 1, "failed!", e)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) == 2 else 2)
