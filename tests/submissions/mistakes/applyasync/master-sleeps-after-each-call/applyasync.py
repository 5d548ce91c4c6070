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
    # start both
    a = pool.apply_async(slow_add, [1, 6, 7])
    time.sleep(2)
    b = pool.apply_async(slow_add, [1, 2, 3])
    time.sleep(2)
    # wait for both
    a.wait()
    b.wait()
    print('Result one is ' + str(a.get()))
    print('Result two is ' + str(b.get()))
    pool.close()
    pool.join()
