"""Puts the units first."""

TOLD = "The answer has the wrong shape"
LOSES = {"mask_from_dropped_read": 1, "mask_from_dropped_ends": 0.5}


def mask_from_dropped(dropped, units):
    mask = np.ones((units, len(dropped)))
    for example, numbers in enumerate(dropped):
        for number in numbers:
            mask[number - 1, example] = 0
    return mask
