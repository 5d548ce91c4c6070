import multiprocessing as mp
from os import getpid
from time import sleep


def slow_function(nsecs):
    print(f'Process {getpid()} going to sleep for {nsecs} second(s)')
    sleep(nsecs)
    print(f'Process {getpid()} waking up')
    return nsecs


def slow_add(nsecs, x, y):
    print(f'Process {getpid()} going to sleep for {nsecs} second(s)')
    sleep(nsecs)
    print(f'Process {getpid()} waking up')
    return x + y


def main():
    print(f'Master process is PID {getpid()}')
    pool = mp.Pool(4)
    result = pool.apply(slow_function, args=(5,))
    print(f'Result is {result}')
    result = pool.apply(slow_add, args=(1, 6, 7))
    print(f'Result is {result}')
    pool.close()
    pool.join()


if __name__ == '__main__':
    main()
