import multiprocessing
import sys
import time


def slow_add(segundos, a, b):
    """Suma lenta."""
    time.sleep(segundos)
    return a + b


def slow_diff(segundos, a, b):
    """Resta lenta."""
    time.sleep(segundos)
    return a - b


def broken_function(segundos):
    """Función rota."""
    time.sleep(segundos)
    raise ValueError("Called broken function")


def mayor(segundos, lista):
    """El número más grande de la lista."""
    time.sleep(segundos)
    return max(lista)


def principal():
    numero = int(sys.argv[1])
    with multiprocessing.Pool(numero) as grupo:
        futuros = [
            grupo.apply_async(slow_add, [3, 6, 7]),
            grupo.apply_async(slow_diff, [2, 5, 2]),
            grupo.apply_async(slow_add, [1, 8, 1]),
            grupo.apply_async(slow_diff, [5, 9, 2]),
            grupo.apply_async(broken_function, [4]),
            grupo.apply_async(mayor, [2, [10, 70, 40]]),
        ]
        todos = False
        while not todos:
            todos = True
            for i, futuro in enumerate(futuros):
                if futuro.ready():
                    print(f"El proceso {i} ha terminado")
                else:
                    print(f"El proceso {i} sigue trabajando...")
                    todos = False
            time.sleep(1)
        for i, futuro in enumerate(futuros):
            if futuro.successful():
                print(f"El proceso {i} tuvo éxito. El resultado es {futuro.get()}")
            else:
                print(f"¡El proceso {i} ha fallado!")
                try:
                    futuro.get()
                except ValueError as error:
                    print(f"El error: {error}")


if __name__ == "__main__":
    principal()
