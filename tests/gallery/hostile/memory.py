"""Takes three gigabytes, and uses them."""

import numpy as np

hoard = np.ones(3 << 30, dtype=np.uint8)


def double(x):
    return hoard[:50]
