"""Lays the runs along the columns."""

TOLD = "The runs are laid along the columns"
LOSES = {"mask_from_runs_read": 1}


def mask_from_runs(runs, units):
    kept = np.arange(len(runs)) % 2 == 0
    return np.repeat(kept, runs).reshape(units, -1).T
