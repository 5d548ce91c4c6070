"""Five calls and one more, reported for machines."""
import json
import sys
import time
from multiprocessing import Pool


def slow_add(nsecs, x, y):
    time.sleep(nsecs)
    return x + y


def slow_diff(nsecs, x, y):
    time.sleep(nsecs)
    return x - y


def broken_function(nsecs):
    time.sleep(nsecs)
    raise ValueError("Called broken function")


def status(futures):
    lists = {"finished": [], "running": []}
    for i, future in enumerate(futures):
        lists["finished" if future.ready() else "running"].append(i)
    return lists


def entry(i, future):
    facts = {"process": i, "successful": future.successful()}
    try:
        facts["result"] = future.get()
    except Exception as error:
        facts["error"] = error
    return facts


def main():
    with Pool(int(sys.argv[1])) as pool:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(sorted, ["hello"]),
        ]
        while True:
            now = status(futures)
            print(json.dumps({"processes": now}), flush=True)
            if not now["running"]:
                break
            time.sleep(1)
        report = [entry(i, future) for i, future in enumerate(futures)]
    print(json.dumps(report, indent=2, default=repr))


if __name__ == "__main__":
    main()
