import multiprocessing as mp
import sys
from time import sleep


def slow_add(nsecs, x, y):
    sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    sleep(nsecs)
    return x - y


def broken_function(nsecs):
    sleep(nsecs)
    raise ValueError('Called broken function')


def main(nworkers):
    with mp.Pool(nworkers) as pool:
        futures = [
            pool.apply_async(slow_add, (3, 6, 7)),
            pool.apply_async(slow_diff, (2, 5, 2)),
            pool.apply_async(slow_add, (1, 8, 1)),
            pool.apply_async(slow_diff, (5, 9, 2)),
            pool.apply_async(broken_function, (4,)),
            pool.apply_async(slow_add, (6, 1000, 1)),
        ]
        while not all(f.ready() for f in futures):
            for i, f in enumerate(futures, start=1):
                print(f'Process {i} has finished' if f.ready() else f'Process {i} is running...')
            sleep(1)
        for i, f in enumerate(futures, start=1):
            if f.successful():
                print(f'Process {i} was successful. Result is {f.get()}')
            else:
                try:
                    f.get()
                except ValueError as e:
                    print(f'Process {i} failed! {e}')


if __name__ == '__main__':
    main(int(sys.argv[1]))
