"""Lets every kept run reach one entry too far."""

TOLD = "The mask is misread"
LOSES = {"mask_from_runs_read": 1, "mask_from_runs_ends": 0.5}


def mask_from_runs(runs, units):
    mask = np.zeros(sum(runs))
    place = 0
    for number, run in enumerate(runs):
        if number % 2 == 0:
            mask[place : place + run + 1] = 1
        place += run
    return mask.reshape(-1, units)
