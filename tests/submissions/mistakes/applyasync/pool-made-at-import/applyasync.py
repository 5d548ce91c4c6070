from multiprocessing import Pool
from os import getpid
from time import sleep


def slow_add(nsecs, x, y):
    print('Process {} going to sleep for {} second(s)'.format(getpid(), nsecs))
    sleep(nsecs)
    print('Process {} waking up'.format(getpid()))
    return x + y


pool = Pool(2)

if __name__ == '__main__':
    print('Master process is PID {}'.format(getpid()))
    one = pool.apply_async(slow_add, [1, 6, 7])
    two = pool.apply_async(slow_add, [1, 2, 3])
    print('Result one is {}'.format(one.get()))
    print('Result two is {}'.format(two.get()))
    pool.close()
    pool.join()
