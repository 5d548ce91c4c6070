from multiprocessing import Pool
from os import getpid
from time import sleep


def slow_add(nsecs, x, y):
    print('Process {} going to sleep for {} second(s)'.format(getpid(), nsecs))
    sleep(nsecs)
    print('Process {} waking up'.format(getpid()))
    return x + y


if __name__ == '__main__':
    print('Master process is PID {}'.format(getpid()))
    futures = []
    with Pool(len(futures)) as pool:
        for args in ([1, 6, 7], [1, 2, 3]):
            futures.append(pool.apply_async(slow_add, args))
        print('Result one is {}'.format(futures[0].get()))
        print('Result two is {}'.format(futures[1].get()))
