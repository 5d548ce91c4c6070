#!/usr/bin/env python3
import multiprocessing;
import os;
import sys;
import time;


def printf(format, *args):
    sys.stdout.write(format % args);
    sys.stdout.flush();


def slow_function(nsecs):
    printf("Process %d going to sleep for %d second(s)\n", os.getpid(), nsecs);
    time.sleep(nsecs);
    printf("Process %d waking up\n", os.getpid());
    return (nsecs);


def slow_add(nsecs, x, y):
    printf("Process %d going to sleep for %d second(s)\n", os.getpid(), nsecs);
    time.sleep(nsecs);
    printf("Process %d waking up\n", os.getpid());
    return (x + y);


def main(argc, argv):
    printf("Master process is PID %d\n", os.getpid());
    pool = multiprocessing.Pool(2);
    r = pool.apply(slow_function, [5]);
    printf("Result is %d\n", r);
    r = pool.apply(slow_add, [1, 6, 7]);
    printf("Result is %d\n", r);
    pool.terminate();
    return (0);


if (__name__ == "__main__"):
    sys.exit(main(len(sys.argv), sys.argv));
