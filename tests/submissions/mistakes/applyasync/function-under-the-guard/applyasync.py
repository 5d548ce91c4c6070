import multiprocessing as mp
from os import getpid
from time import sleep

if __name__ == '__main__':

    def slow_add(nsecs, x, y):
        print('Process', getpid(), 'going to sleep for', nsecs, 'second(s)')
        sleep(nsecs)
        print('Process', getpid(), 'waking up')
        return x + y

    print('Master process is PID', getpid())
    pool = mp.Pool(2)
    one = pool.apply_async(slow_add, [1, 6, 7])
    two = pool.apply_async(slow_add, [1, 2, 3])
    pool.close()
    pool.join()
    print('Result one is', one.get())
    print('Result two is', two.get())
