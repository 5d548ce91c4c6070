from multiprocessing import Pool
from string import Template
from sys import argv, exit, stdout
from time import sleep

FINISHED = Template("Process $i has finished\n")
RUNNING = Template("Process $i is running...\n")
SUCCESS = Template("Process $i was successful. Result is $value\n")
FAILURE = Template("Process $i failed!\nError: $error\n")


def slow_add(nsecs, x, y):
    sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    sleep(nsecs)
    return x - y


def broken_function(nsecs):
    sleep(nsecs)
    raise ValueError("Called broken function")


def slow_template(nsecs, text, **words):
    sleep(nsecs)
    return Template(text).substitute(words)


def main(n):
    with Pool(n) as pool:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(slow_template, [1, "$a and $b"], {"a": "salt", "b": "pepper"}),
        ]
        while not all(f.ready() for f in futures):
            for i, f in enumerate(futures, start=1):
                stdout.write((FINISHED if f.ready() else RUNNING).substitute(i=i))
            stdout.flush()
            sleep(1)
        for i, f in enumerate(futures, start=1):
            if f.successful():
                stdout.write(SUCCESS.substitute(i=i, value=f.get()))
            else:
                try:
                    f.get()
                except ValueError as e:
                    stdout.write(FAILURE.substitute(i=i, error=e))


if __name__ == "__main__":
    main(int(argv[1]))
    exit(0)
