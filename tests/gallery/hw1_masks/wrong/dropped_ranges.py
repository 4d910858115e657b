"""Drops all units between the smallest and the largest number."""

TOLD = "The mask is misread"
LOSES = {"mask_from_dropped_read": 1}


def mask_from_dropped(dropped, units):
    mask = np.ones((len(dropped), units))
    for example, numbers in enumerate(dropped):
        if numbers:
            mask[example, min(numbers) - 1 : max(numbers)] = 0
    return mask
