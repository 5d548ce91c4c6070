import os, time
from multiprocessing import Pool

def slow_add(nsecs, x, y):
    print('Process ' + str(os.getpid()) + ' going to sleep for ' + str(nsecs) + ' second(s)')
    time.sleep(nsecs)
    print('Process ' + str(os.getpid()) + ' waking up')
    result = x + y
    return result

print('Master process is PID ' + str(os.getpid()))
pool = Pool()
a = pool.apply_async(slow_add, [1, 6, 7])
b = pool.apply_async(slow_add, [1, 2, 3])
a.wait()
b.wait()
print('Result one is ' + str(a.get()))
print('Result two is ' + str(b.get()))
pool.close()
pool.join()
