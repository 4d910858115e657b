"""Takes the lengths for places where the side changes."""

TOLD = "The mask is misread"
LOSES = {"mask_from_runs_read": 1}


def mask_from_runs(runs, units):
    mask = np.ones(sum(runs))
    for place in runs[:-1]:
        mask[place:] = 1 - mask[place]
    return mask.reshape(-1, units)
