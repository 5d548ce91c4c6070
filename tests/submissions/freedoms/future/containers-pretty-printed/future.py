import sys
from dataclasses import dataclass, field
from multiprocessing import Pool
from pprint import pformat
from time import sleep


@dataclass
class Recipe:
    name: str
    minutes: int = 30
    steps: list = field(default_factory=list)


def slow_add(nsecs, x, y):
    sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    sleep(nsecs)
    return x - y


def broken_function(nsecs):
    sleep(nsecs)
    raise ValueError("Called broken function")


def times_table(n):
    return [[row * column for column in range(1, n + 1)] for row in range(1, n + 1)]


def transpose(matrix):
    sleep(1)
    return list(zip(*matrix))


def letters(text):
    return {letter: text.count(letter) for letter in sorted(set(text))}


def main(nworkers):
    wanted = {
        "slow_add 3": (slow_add, 3, 6, 7),
        "slow_diff 2": (slow_diff, 2, 5, 2),
        "slow_add 1": (slow_add, 1, 8, 1),
        "slow_diff 5": (slow_diff, 5, 9, 2),
        "broken 4": (broken_function, 4),
        "table": (times_table, 4),
        "transposed": (transpose, times_table(3)),
        "letters": (letters, "abracadabra"),
        "set": (set, "hello"),
        "bytes": ("caf\u00e9 5".encode,),
        "recipe": (Recipe, "tea", 4, ["boil", ["wait", 3], "pour"]),
        "complex": (complex, -1, 0.5),
    }
    with Pool(nworkers) as pool:
        calls = [
            (label, pool.apply_async(function, args))
            for label, (function, *args) in wanted.items()
        ]
        unfinished = True
        while unfinished:
            unfinished = False
            for i, (label, future) in enumerate(calls):
                if future.ready():
                    print(f"Process {i} ({label}) has finished")
                else:
                    print(f"Process {i} ({label}) is running...")
                    unfinished = True
            if unfinished:
                sleep(1)

    for i, (label, future) in enumerate(calls):
        if future.successful():
            text = pformat(future.get(), width=40)
            separator = "\n" if "\n" in text else " "
            print(f"Process {i} ({label}) was successful. Result is{separator}{text}")
        else:
            try:
                future.get()
            except ValueError as error:
                print(f"Process {i} ({label}) failed! The error is {error!r}")


if __name__ == "__main__":
    main(int(sys.argv[-1]))
