import os, time
import sys

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

def run(function, *args):
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        value = function(*args)
        sys.stdout.flush()
        os._exit(value)
    pid, status = os.waitpid(child, 0)
    return os.WEXITSTATUS(status)

if __name__ == '__main__':
    print('Master process is PID ' + str(os.getpid()))
    print('Result is ' + str(run(slow_function, 5)))
    print('Result is ' + str(run(slow_add, 1, 6, 7)))
