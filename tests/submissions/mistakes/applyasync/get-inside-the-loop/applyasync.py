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
    jobs = {'one': [1, 6, 7], 'two': [1, 2, 3]}
    with Pool(2) as pool:
        for name in jobs:
            future = pool.apply_async(slow_add, jobs[name])
            print('Result {} is {}'.format(name, future.get()))
