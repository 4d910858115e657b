"""Leaves the mask in one row."""

TOLD = "The answer has the wrong shape"
LOSES = {"mask_from_runs_read": 1, "mask_from_runs_ends": 0.5}


def mask_from_runs(runs, units):
    kept = np.arange(len(runs)) % 2 == 0
    return np.repeat(kept, runs)
