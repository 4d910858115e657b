"""Drops a unit in all examples as soon as one lost it."""

TOLD = "Every example loses what one of them loses"
LOSES = {"mask_from_dropped_read": 1}


def mask_from_dropped(dropped, units):
    mask = np.ones((len(dropped), units))
    for numbers in dropped:
        for number in numbers:
            mask[:, number - 1] = 0
    return mask
