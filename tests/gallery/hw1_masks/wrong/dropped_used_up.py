"""Takes the numbers out of the caller's lists."""

TOLD = "What was given is changed"
LOSES = {"mask_from_dropped_ends": 0.5}


def mask_from_dropped(dropped, units):
    mask = np.ones((len(dropped), units))
    for example, numbers in enumerate(dropped):
        while numbers:
            mask[example, numbers.pop() - 1] = 0
    return mask
