import multiprocessing as mp
import os, time

def slow_add(n, a, b):
    print("Process", os.getpid(), "going to sleep for", n, "second(s)")
    time.sleep(n)
    print("Process", os.getpid(), "waking up")
    return a + b

if __name__ == '__main__':
    mp.set_start_method('fork', force=True)
    print("Master process is PID", os.getpid())
    with mp.Pool(2) as pool:
        async_results = [None] * 2
        for i, (n, a, b) in enumerate([(1, 6, 7), (1, 2, 3)]):
            async_results[i] = pool.apply_async(slow_add, [n, a, b])
        print("Result one is", async_results[0].get())
        print("Result two is", async_results[1].get())
