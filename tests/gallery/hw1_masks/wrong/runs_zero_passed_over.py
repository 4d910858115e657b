"""Passes over a run of length 0 without changing sides."""

TOLD = "A run of length 0 is passed over"
LOSES = {"mask_from_runs_read": 1, "mask_from_runs_ends": 0.5}


def mask_from_runs(runs, units):
    lengths = [run for run in runs if run > 0]
    kept = np.arange(len(lengths)) % 2 == 0
    return np.repeat(kept, lengths).reshape(-1, units)
