"""Takes the numbers for indices."""

TOLD = "The units are counted from 0"
LOSES = {"mask_from_dropped_read": 1, "mask_from_dropped_ends": 1}


def mask_from_dropped(dropped, units):
    mask = np.ones((len(dropped), units))
    for example, numbers in enumerate(dropped):
        for number in numbers:
            mask[example, number] = 0
    return mask
