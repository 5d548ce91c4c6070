import abc
import multiprocessing
import multiprocessing.pool
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


class Observer(abc.ABC):
    @abc.abstractmethod
    def onStatus(self, index, finished):
        ...

    @abc.abstractmethod
    def onSuccess(self, index, value):
        ...

    @abc.abstractmethod
    def onFailure(self, index, error):
        ...


class PrintingObserver(Observer):
    def onStatus(self, index, finished):
        if finished:
            print("Process " + str(index) + " has finished")
        else:
            print("Process " + str(index) + " is running...")

    def onSuccess(self, index, value):
        print("Process " + str(index) + " was successful. Result is " + str(value))

    def onFailure(self, index, error):
        print("Process " + str(index) + " failed!")
        print("Error: " + str(error))


class FutureMonitor:
    def __init__(self, pool, observer):
        if not isinstance(pool, multiprocessing.pool.Pool):
            raise TypeError("pool must be a Pool")
        self.__pool = pool
        self.__observer = observer
        self.__futures = []

    def submit(self, function, *args):
        future = self.__pool.apply_async(function, args)
        if not isinstance(future, multiprocessing.pool.ApplyResult):
            raise TypeError("not a future")
        self.__futures.append(future)
        return self

    def isFinished(self):
        return False not in [future.ready() for future in self.__futures]

    def watch(self):
        while not self.isFinished():
            for index in range(0, len(self.__futures)):
                self.__observer.onStatus(index, self.__futures[index].ready())
            time.sleep(1)

    def report(self):
        for index in range(0, len(self.__futures)):
            future = self.__futures[index]
            if future.successful():
                self.__observer.onSuccess(index, future.get())
            else:
                try:
                    future.get()
                except Exception as exception:
                    self.__observer.onFailure(index, exception)


class Application:
    def __init__(self, numberOfWorkers):
        self.__numberOfWorkers = numberOfWorkers

    def run(self):
        with multiprocessing.Pool(self.__numberOfWorkers) as pool:
            monitor = FutureMonitor(pool, PrintingObserver())
            monitor.submit(slow_add, 3, 6, 7).submit(slow_diff, 2, 5, 2)
            monitor.submit(slow_add, 1, 8, 1).submit(slow_diff, 5, 9, 2)
            monitor.submit(broken_function, 4).submit(slow_diff, 1, 1, 9)
            monitor.watch()
            monitor.report()


if __name__ == "__main__":
    Application(int(sys.argv[1])).run()
