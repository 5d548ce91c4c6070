import multiprocessing
import signal
import sys
import time


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")


def main():
    pool = multiprocessing.Pool(
        int(sys.argv[1]),
        initializer=signal.signal,
        initargs=(signal.SIGINT, signal.SIG_IGN),
    )
    futures = [
        pool.apply_async(slow_add, [3, 6, 7]),
        pool.apply_async(slow_diff, [2, 5, 2]),
        pool.apply_async(slow_add, [1, 8, 1]),
        pool.apply_async(slow_diff, [5, 9, 2]),
        pool.apply_async(broken_function, [4]),
        pool.apply_async(signal.getsignal, [signal.SIGINT]),
    ]
    try:
        while True:
            states = ["has finished" if future.ready() else "is running..." for future in futures]
            for i, state in enumerate(states):
                print("Process %d %s" % (i, state))
            if set(states) == {"has finished"}:
                break
            time.sleep(1)
    except KeyboardInterrupt:
        pool.terminate()
        pool.join()
        sys.exit("Stopped by Ctrl-C")
    pool.close()
    pool.join()

    for i, future in enumerate(futures):
        if future.successful():
            print("Process %d was successful. Result is %s" % (i, future.get()))
        else:
            print("Process %d failed!" % i)
            try:
                future.get()
            except ValueError as error:
                print("Error: %s" % error)


if __name__ == "__main__":
    main()
