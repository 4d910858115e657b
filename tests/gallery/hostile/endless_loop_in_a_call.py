"""Never ends, once it is called."""


def double(x):
    while True:
        pass
