from multiprocessing import Pool
from os import getpid
from time import sleep


def slow_add(nsecs, x, y):
    print('Process {} going to sleep for {} second(s)'.format(getpid(), nsecs))
    sleep(nsecs * 1000)
    print('Process {} waking up'.format(getpid()))
    return x + y


if __name__ == '__main__':
    print('Master process is PID {}'.format(getpid()))
    with Pool(2) as pool:
        futures = [pool.apply_async(slow_add, args) for args in ([1, 6, 7], [1, 2, 3])]
        for name, future in zip(['one', 'two'], futures):
            print('Result {} is {}'.format(name, future.get()))
