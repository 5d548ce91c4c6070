import multiprocessing
import sys
import time


class SlowFunction:
    """Something that sleeps first and then does its work."""

    def __call__(self, nsecs, *args):
        time.sleep(nsecs)
        return self.work(*args)


class SlowAdd(SlowFunction):
    def work(self, x, y):
        return x + y


class SlowDiff(SlowFunction):
    def work(self, x, y):
        return x - y


class BrokenFunction(SlowFunction):
    def work(self):
        raise ValueError("Called broken function")


class SlowQuotient(SlowFunction):
    def work(self, x, y):
        return x // y


slow_add = SlowAdd()
slow_diff = SlowDiff()
broken_function = BrokenFunction()
slow_quotient = SlowQuotient()


def main():
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(slow_quotient, [2, 100, 7]),
        ]
        while not all(future.ready() for future in futures):
            for i, future in enumerate(futures):
                print(f"Process {i} {'has finished' if future.ready() else 'is running...'}")
            time.sleep(1)
        for i, future in enumerate(futures):
            if future.successful():
                print(f"Process {i} was successful. Result is {future.get()}")
            else:
                print(f"Process {i} failed!")
                try:
                    future.get()
                except ValueError as error:
                    print(f"Error: {error}")


if __name__ == "__main__":
    main()
