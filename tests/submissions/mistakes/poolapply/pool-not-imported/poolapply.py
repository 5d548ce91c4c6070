import os, time
import multiprocessing

# a function that takes its time
def slow_function(nsecs):
    print('Process ' + str(os.getpid()) + ' going to sleep for ' + str(nsecs) + ' second(s)')
    time.sleep(nsecs)
    print('Process ' + str(os.getpid()) + ' waking up')
    return nsecs

# the same, but it adds two numbers
def slow_add(nsecs, x, y):
    print('Process ' + str(os.getpid()) + ' going to sleep for ' + str(nsecs) + ' second(s)')
    time.sleep(nsecs)
    print('Process ' + str(os.getpid()) + ' waking up')
    result = x + y
    return result

if __name__ == '__main__':
    print('Master process is PID ' + str(os.getpid()))
    pool = Pool(4)
    # first the function with one argument
    r = pool.apply(slow_function, [5])
    print('Result is ' + str(r))
    # then the one with three
    r = pool.apply(slow_add, [1, 6, 7])
    print('Result is ' + str(r))
    pool.close()
