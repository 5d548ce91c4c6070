import enum
import multiprocessing
import sys
import time


class State(enum.Enum):
    RUNNING = "is running..."
    FINISHED = "has finished"
    SUCCESS = "was successful."
    FAILURE = "failed!"

    @classmethod
    def of(cls, future, final=False):
        if not future.ready():
            return cls.RUNNING
        if not final:
            return cls.FINISHED
        return cls.SUCCESS if future.successful() else cls.FAILURE


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")


def error_of(future):
    try:
        future.get()
    except Exception as error:
        return error


def main():
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(slow_add, [2, 1.5, 2.5]),
        ]
        states = [State.RUNNING]
        while State.RUNNING in states:
            states = [State.of(future) for future in futures]
            for i, state in enumerate(states):
                print("Process", i, state.value)
            time.sleep(1)

        for i, future in enumerate(futures):
            match State.of(future, final=True):
                case State.SUCCESS as state:
                    print("Process", i, state.value, "Result is", future.get())
                case State.FAILURE as state:
                    print("Process", i, state.value, error_of(future))


if __name__ == "__main__":
    main()
