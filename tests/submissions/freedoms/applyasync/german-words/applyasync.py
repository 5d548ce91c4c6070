import multiprocessing
import os
import time


def slow_add(sekunden, x, y):
    print(f"Prozess {os.getpid()} schläft jetzt für {sekunden} Sekunde(n)")
    time.sleep(sekunden)
    print(f"Prozess {os.getpid()} wacht auf")
    return x + y


def haupt():
    print(f"Der Hauptprozess hat die PID {os.getpid()}")
    with multiprocessing.Pool(2) as becken:
        eins = becken.apply_async(slow_add, [1, 6, 7])
        zwei = becken.apply_async(slow_add, [1, 2, 3])
        print(f"Ergebnis eins ist {eins.get()}")
        print(f"Ergebnis zwei ist {zwei.get()}")


if __name__ == "__main__":
    haupt()
