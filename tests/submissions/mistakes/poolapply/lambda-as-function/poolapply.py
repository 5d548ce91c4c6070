from multiprocessing import Pool
from os import getpid
from time import sleep


def slow_function(nsecs):
    print('Process {} going to sleep for {} second(s)'.format(getpid(), nsecs))
    sleep(nsecs)
    print('Process {} waking up'.format(getpid()))
    return nsecs


def slow_add(nsecs, x, y):
    print('Process {} going to sleep for {} second(s)'.format(getpid(), nsecs))
    sleep(nsecs)
    print('Process {} waking up'.format(getpid()))
    return x + y


if __name__ == '__main__':
    print('Master process is PID {}'.format(getpid()))
    pool = Pool(3)
    print('Result is', pool.apply(lambda: slow_function(5)))
    print('Result is', pool.apply(slow_add, [1, 6, 7]))
    pool.close()
    pool.join()
