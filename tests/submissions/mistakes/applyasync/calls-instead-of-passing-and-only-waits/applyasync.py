from multiprocessing import Pool
from os import getpid
from time import sleep


def slow_add(nsecs, x, y):
    print('Process {} going to sleep for {} second(s)'.format(getpid(), nsecs))
    sleep(nsecs)
    print('Process {} waking up'.format(getpid()))
    return x + y


def first(value):
    print('Result one is {}'.format(value))


def second(value):
    print('Result two is {}'.format(value))


if __name__ == '__main__':
    print('Master process is PID {}'.format(getpid()))
    with Pool(2) as pool:
        one = pool.apply_async(slow_add(1, 6, 7), callback=first)
        two = pool.apply_async(slow_add(1, 2, 3), callback=second)
        one.wait()
        two.wait()
