# -*- coding: latin-1 -*-
# Deux additions lentes exécutées en même temps, fichier enregistré en latin-1
import multiprocessing
import os
import time


def slow_add(durée, x, y):
    print("Le processus %d s'endort pour %d seconde(s)" % (os.getpid(), durée))
    time.sleep(durée)
    print("Le processus %d se réveille" % os.getpid())
    return x + y


if __name__ == "__main__":
    print("Le processus maître a le PID %d" % os.getpid())
    with multiprocessing.Pool(2) as piscine:
        un = piscine.apply_async(slow_add, [1, 6, 7])
        deux = piscine.apply_async(slow_add, [1, 2, 3])
        print("Le premier résultat est %d" % un.get())
        print("Le deuxième résultat est %d" % deux.get())
