from multiprocessing import Pool, current_process
from string import Template
from time import sleep

going = Template("Process $pid going to sleep for $nsecs second(s)")
waking = Template("Process $pid waking up")
master = Template("Master process is PID $pid")
answer = Template("Result is ${value}")


def slow_function(nsecs, /):
    pid = current_process().pid
    print(going.substitute(pid=pid, nsecs=nsecs))
    sleep(nsecs)
    print(waking.substitute(pid=pid))
    return nsecs


def slow_add(nsecs, *terms):
    pid = current_process().pid
    print(going.substitute(pid=pid, nsecs=nsecs))
    sleep(nsecs)
    print(waking.substitute(pid=pid))
    first, second = terms
    return first + second


if __name__ == "__main__":
    print(master.substitute(pid=current_process().pid))
    with Pool(2) as pool:
        print(answer.substitute(value=pool.apply(slow_function, [5])))
        print(answer.substitute(value=pool.apply(slow_add, [1, 6, 7])))
