"""Takes the runs out of the caller's list."""

TOLD = "What was given is changed"
LOSES = {"mask_from_runs_ends": 0.5}


def mask_from_runs(runs, units):
    mask, kept = [], True
    while runs:
        mask += [kept] * runs.pop(0)
        kept = not kept
    return np.array(mask).reshape(-1, units)
