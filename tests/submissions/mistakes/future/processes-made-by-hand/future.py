import sys
import time
from multiprocessing import Process, Queue


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")


def slow_negate(nsecs, x):
    time.sleep(nsecs)
    return -x


def run(queue, index, function, args):
    try:
        queue.put((index, True, function(*args)))
    except Exception as error:
        queue.put((index, False, str(error)))


if __name__ == "__main__":
    limit = int(sys.argv[1])
    calls = [
        (slow_add, (3, 6, 7)),
        (slow_diff, (2, 5, 2)),
        (slow_add, (1, 8, 1)),
        (slow_diff, (5, 9, 2)),
        (broken_function, (4,)),
        (slow_negate, (1, 5)),
    ]
    queue = Queue()
    waiting = [Process(target=run, args=(queue, i, f, a)) for i, (f, a) in enumerate(calls)]
    processes = list(waiting)
    active = []

    while waiting or active:
        active = [p for p in active if p.is_alive()]
        while waiting and len(active) < limit:
            active.append(waiting.pop(0))
            active[-1].start()
        for i, p in enumerate(processes):
            if p in active or p in waiting:
                print("Process %d is running..." % i)
            else:
                print("Process %d has finished" % i)
        time.sleep(1)

    for index, good, value in sorted(queue.get() for _ in calls):
        if good:
            print("Process %d was successful. Result is %s" % (index, value))
        else:
            print("Process %d failed! %s" % (index, value))
