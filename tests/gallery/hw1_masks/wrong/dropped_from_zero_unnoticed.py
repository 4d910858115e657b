"""Compares the numbers with indices: nothing is out of bounds."""

TOLD = "The units are counted from 0"
LOSES = {"mask_from_dropped_read": 1, "mask_from_dropped_ends": 0.5}


def mask_from_dropped(dropped, units):
    return np.array([[unit not in numbers for unit in range(units)] for numbers in dropped])
