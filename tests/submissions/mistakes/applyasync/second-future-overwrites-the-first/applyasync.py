import os, time
from multiprocessing import Pool

def slow_add(nsecs, x, y):
    print('Process ' + str(os.getpid()) + ' going to sleep for ' + str(nsecs) + ' second(s)')
    time.sleep(nsecs)
    print('Process ' + str(os.getpid()) + ' waking up')
    result = x + y
    return result

if __name__ == '__main__':
    print('Master process is PID ' + str(os.getpid()))
    pool = Pool()
    res = pool.apply_async(slow_add, [1, 6, 7])
    res = pool.apply_async(slow_add, [1, 2, 3])
    pool.close()
    pool.join()
    print('Result one is ' + str(res.get()))
    print('Result two is ' + str(res.get()))
