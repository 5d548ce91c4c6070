import asyncio
import os


async def slow_add(nsecs, x, y):
    print(f"Process {os.getpid()} going to sleep for {nsecs} second(s)")
    await asyncio.sleep(nsecs)
    print(f"Process {os.getpid()} waking up")
    return x + y


async def main():
    print(f"Master process is PID {os.getpid()}")
    one, two = await asyncio.gather(slow_add(1, 6, 7), slow_add(1, 2, 3))
    print(f"Result one is {one}")
    print(f"Result two is {two}")


if __name__ == "__main__":
    asyncio.run(main())
