"""Returns lists."""

TOLD = "The answer is not a numpy array"
LOSES = {"mask_from_dropped_read": 1, "mask_from_dropped_ends": 0.5}


def mask_from_dropped(dropped, units):
    return [[int(unit + 1 not in numbers) for unit in range(units)] for numbers in dropped]
