"""Makes an array of each list: an empty one is an array of floats."""

TOLD = "Your function raised an error"
LOSES = {"mask_from_dropped_ends": 0.5}


def mask_from_dropped(dropped, units):
    mask = np.ones((len(dropped), units))
    for example, numbers in enumerate(dropped):
        mask[example, np.array(numbers) - 1] = 0
    return mask
