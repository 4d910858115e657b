"""Returns a gigabyte."""

import numpy as np


def double(x):
    return np.zeros(1 << 30, np.uint8)
