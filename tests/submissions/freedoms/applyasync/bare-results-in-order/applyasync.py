import multiprocessing
import os
import time

def slow_add(nsecs, x, y):
    print(os.getpid(), 'goes to sleep', nsecs, 's')
    time.sleep(nsecs)
    print(os.getpid(), 'wakes up')
    return x + y

if __name__ == '__main__':
    print('master', os.getpid())
    p = multiprocessing.Pool(2)
    f = p.apply_async(slow_add, [1, 6, 7])
    g = p.apply_async(slow_add, [1, 2, 3])
    print(f.get())
    print(g.get())
    p.close()
    p.join()
