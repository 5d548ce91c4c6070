# Наблюдаем за процессами
import multiprocessing
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


def ошибка(future):
    try:
        future.get()
    except ValueError as e:
        return e


if __name__ == "__main__":
    with multiprocessing.Pool(int(sys.argv[1])) as pool:
        futures = [
            pool.apply_async(slow_add, [3, 6, 7]),
            pool.apply_async(slow_diff, [2, 5, 2]),
            pool.apply_async(slow_add, [1, 8, 1]),
            pool.apply_async(slow_diff, [5, 9, 2]),
            pool.apply_async(broken_function, [4]),
            pool.apply_async(str.title, ["привет, мир"]),
        ]
        while not all(f.ready() for f in futures):
            for номер, f in enumerate(futures, 1):
                print(f"Процесс {номер} завершён" if f.ready() else f"Процесс {номер} работает...")
            time.sleep(1)
        for номер, f in enumerate(futures, 1):
            if f.successful():
                print(f"Процесс {номер} успешно завершён. Результат: {f.get()}")
            else:
                print(f"Процесс {номер} потерпел неудачу! Ошибка: {ошибка(f)}")
