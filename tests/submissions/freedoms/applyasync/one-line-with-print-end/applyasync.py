import multiprocessing
import os
import time


def slow_add(nsecs, x, y):
    print('Process', os.getpid(), end=' ')
    print('going to sleep for', nsecs, 'second(s)', flush=True)
    time.sleep(nsecs)
    print('Process', os.getpid(), 'waking up', flush=True)
    return x + y


def main():
    print('Master process is PID', end=': ')
    print(os.getpid())
    with multiprocessing.Pool(2) as pool:
        futures = pool.apply_async(slow_add, [1, 6, 7]), pool.apply_async(slow_add, [1, 2, 3])
        print('Results', end=': ')
        print(*(future.get() for future in futures), sep='; ', end='.\n')


if __name__ == '__main__':
    main()
