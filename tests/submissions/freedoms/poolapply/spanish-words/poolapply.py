# Ejercicio: aplicar funciones lentas en otro proceso
import multiprocessing
import os
import time


def slow_function(nsegundos):
    print(f"El proceso {os.getpid()} va a dormir {nsegundos} segundo(s)")
    time.sleep(nsegundos)
    print(f"El proceso {os.getpid()} se despierta")
    return nsegundos


def slow_add(nsegundos, a, b):
    print(f"El proceso {os.getpid()} va a dormir {nsegundos} segundo(s)")
    time.sleep(nsegundos)
    print(f"El proceso {os.getpid()} se despierta")
    return a + b


def principal():
    print(f"¡Hola! El proceso maestro tiene el PID {os.getpid()}")
    with multiprocessing.Pool(2) as grupo:
        resultado = grupo.apply(slow_function, [5])
        print(f"El resultado es {resultado}")
        resultado = grupo.apply(slow_add, [1, 6, 7])
        print(f"El resultado es {resultado}")


if __name__ == "__main__":
    principal()
