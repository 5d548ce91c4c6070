"""Übung: Funktionen in einem anderen Prozess anwenden (geschrieben in Notepad)."""
import multiprocessing
import os
import time


def slow_function(nsecs):
    print(f"Prozess {os.getpid()} schläft jetzt {nsecs} Sekunde(n)")
    time.sleep(nsecs)
    print(f"Prozess {os.getpid()} wacht auf")
    return nsecs


def slow_add(nsecs, x, y):
    print(f"Prozess {os.getpid()} schläft jetzt {nsecs} Sekunde(n)")
    time.sleep(nsecs)
    print(f"Prozess {os.getpid()} wacht auf")
    return x + y


if __name__ == "__main__":
    multiprocessing.freeze_support()
    print(f"Hauptprozess hat die PID {os.getpid()}")
    with multiprocessing.Pool(2) as pool:
        ergebnis = pool.apply(slow_function, [5])
        print(f"Ergebnis: {ergebnis}")
        ergebnis = pool.apply(slow_add, [1, 6, 7])
        print(f"Ergebnis: {ergebnis}")
