"""Surveiller une liste de promesses."""

import math
import multiprocessing
import sys
import time


def slow_add(duree, x, y):
    time.sleep(duree)
    return x + y


def slow_diff(duree, x, y):
    time.sleep(duree)
    return x - y


def broken_function(duree):
    time.sleep(duree)
    raise ValueError("Called broken function")


def surveiller(promesses):
    """Affiche l'état toutes les secondes, au plus, jusqu'à ce que tout soit fini."""
    while True:
        en_cours = []
        for i, promesse in enumerate(promesses):
            if promesse.ready():
                print(f"Le processus n° {i} a terminé")
            else:
                print(f"Le processus n° {i} est en cours d'exécution…")
                en_cours.append(promesse)
        if not en_cours:
            return
        # la pause : une seconde, ou moins si la première promesse est tenue avant
        en_cours[0].wait(1)


def rapport(promesses):
    for i, promesse in enumerate(promesses):
        if promesse.successful():
            print(f"Le processus n° {i} a réussi. Résultat : {promesse.get()}")
        else:
            try:
                promesse.get()
            except Exception as erreur:
                print(f"Le processus n° {i} a échoué ! Erreur : {erreur!r}")


if __name__ == "__main__":
    nombre = int(sys.argv[1])
    bassin = multiprocessing.Pool(nombre)
    promesses = [
        bassin.apply_async(slow_add, [3, 6, 7]),
        bassin.apply_async(slow_diff, [2, 5, 2]),
        bassin.apply_async(slow_add, [1, 8, 1]),
        bassin.apply_async(slow_diff, [5, 9, 2]),
        bassin.apply_async(broken_function, [4]),
        bassin.apply_async(math.factorial, [25]),
    ]
    bassin.close()
    surveiller(promesses)
    bassin.join()
    rapport(promesses)
