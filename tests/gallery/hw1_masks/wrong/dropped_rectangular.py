"""Takes the lists for an array: they differ in length."""

TOLD = "Your function raised an error"
LOSES = {"mask_from_dropped_read": 1, "mask_from_dropped_ends": 0.5}


def mask_from_dropped(dropped, units):
    places = np.array(dropped, dtype=int) - 1
    mask = np.ones((len(dropped), units))
    np.put_along_axis(mask, places, 0, axis=1)
    return mask
