import multiprocessing as mp
import os
from time import sleep


def slow_add(nsecs, x, y):
    print('Process {} going to sleep for {} second(s)'.format(os.getpid(), nsecs))
    sleep(nsecs)
    print('Process {} waking up'.format(os.getpid()))
    return x + y


if __name__ == '__main__':
    print('Master process is PID {}'.format(os.getpid()))
    pool = mp.Pool(2)
    one = pool.apply_async(slow_add, [1, 6, 7])
    two = pool.apply_async(slow_add, [1, 2, 3])
    pool.close()
    pool.join()
    # everything is over here, get() does not wait any more
    print('Result one is {}'.format(one.get()))
    print('Result two is {}'.format(two.get()))
