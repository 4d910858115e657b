"""Prints for ever."""

import os


def double(x):
    print("x" * (1 << 28))
    return 0


for _ in range(1 << 16):
    print("x" * (1 << 16))
    os.write(1, b"x" * (1 << 16))
