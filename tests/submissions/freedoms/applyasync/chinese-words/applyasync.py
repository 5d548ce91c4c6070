# 异步调用练习
import multiprocessing
import os
import time


def slow_add(nsecs, x, y):
    print(f"进程 {os.getpid()} 将睡眠 {nsecs} 秒")
    time.sleep(nsecs)
    print(f"进程 {os.getpid()} 醒来")
    return x + y


if __name__ == "__main__":
    print(f"主进程的 PID 是 {os.getpid()}")
    with multiprocessing.Pool(2) as pool:
        甲 = pool.apply_async(slow_add, [1, 6, 7])
        乙 = pool.apply_async(slow_add, [1, 2, 3])
        print(f"第一个结果是 {甲.get()}")
        print(f"第二个结果是 {乙.get()}")
