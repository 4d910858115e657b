"""Returns an integer that takes minutes to write in decimal."""


def double(x):
    return 1 << (1 << 25)
