"""Counts from 0 in the caller's lists."""

TOLD = "What was given is changed"
LOSES = {"mask_from_dropped_ends": 0.5}


def mask_from_dropped(dropped, units):
    mask = np.ones((len(dropped), units))
    for row, numbers in zip(mask, dropped, strict=True):
        for k in range(len(numbers)):
            numbers[k] -= 1
        row[list(numbers)] = 0
    return mask
