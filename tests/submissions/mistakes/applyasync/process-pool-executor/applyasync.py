from concurrent.futures import ProcessPoolExecutor
from os import getpid
from time import sleep


def slow_add(nsecs, x, y):
    print('Process {} going to sleep for {} second(s)'.format(getpid(), nsecs))
    sleep(nsecs)
    print('Process {} waking up'.format(getpid()))
    return x + y


if __name__ == '__main__':
    print('Master process is PID {}'.format(getpid()))
    with ProcessPoolExecutor(2) as executor:
        one = executor.submit(slow_add, 1, 6, 7)
        two = executor.submit(slow_add, 1, 2, 3)
        print('Result one is {}'.format(one.result()))
        print('Result two is {}'.format(two.result()))
