"""Takes the listed units for those that were kept."""

TOLD = "The listed units are read as kept"
LOSES = {"mask_from_dropped_read": 1, "mask_from_dropped_ends": 0.5}


def mask_from_dropped(dropped, units):
    mask = np.zeros((len(dropped), units))
    for example, numbers in enumerate(dropped):
        for number in numbers:
            mask[example, number - 1] = 1
    return mask
