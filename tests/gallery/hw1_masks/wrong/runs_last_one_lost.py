"""Takes runs in pairs: a last kept one without a dropped one is lost."""

TOLD = "The mask is misread"
LOSES = {"mask_from_runs_read": 1, "mask_from_runs_ends": 0.5}


def mask_from_runs(runs, units):
    mask = np.zeros(sum(runs))
    place = 0
    for kept, dropped in zip(runs[::2], runs[1::2], strict=False):
        mask[place : place + kept] = 1
        place += kept + dropped
    return mask.reshape(-1, units)
