import sys
import time
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
    nworkers = int(sys.argv[1])
    print(f"Using a pool of {nworkers} workers")

    with Pool(nworkers) as pool:
        futures = []
        futures.append(pool.apply_async(slow_add, [3, 6, 7]))
        futures.append(pool.apply_async(slow_diff, [2, 5, 2]))
        futures.append(pool.apply_async(slow_add, [1, 8, 1]))
        futures.append(pool.apply_async(slow_diff, [5, 9, 2]))
        futures.append(pool.apply_async(broken_function, [4]))
        futures.append(pool.apply_async(slow_add, [1, 11, 22]))
        total = len(futures)
        started = time.time()
        rounds = 0

        while True:
            rounds += 1
            ready = [f.ready() for f in futures]
            finished = sum(ready)
            elapsed = time.time() - started
            print(f"Round {rounds}, {elapsed:.1f} s: {100 * finished / total:.0f} % finished, {total - finished} left")
            for i in range(total):
                if ready[i]:
                    print(f"    call {i + 1} of {total} has finished ({finished} finished in all)")
                else:
                    print(f"    call {i + 1} of {total} is running ({finished} finished so far)")
            if finished == total:
                break
            time.sleep(0.5)

        ok = 0
        for i in range(total):
            if futures[i].successful():
                ok += 1
                print(f"call {i + 1} of {total} was successful, its result is {futures[i].get()}")
            else:
                try:
                    futures[i].get()
                except Exception as e:
                    print(f"call {i + 1} of {total} failed, its error is {e}")
        print(f"{ok} of {total} calls were successful, {total - ok} failed, after {rounds} rounds with {nworkers} workers")
