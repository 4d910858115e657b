"""Begins every row anew with a kept run."""

TOLD = "The mask is misread"
LOSES = {"mask_from_runs_read": 1, "mask_from_runs_ends": 0.5}


def mask_from_runs(runs, units):
    mask = np.ones((sum(runs) // units, units))
    row, column, kept = 0, 0, 1
    for run in runs:
        for _ in range(run):
            mask[row, column] = kept
            column += 1
            if column == units:
                row, column, kept = row + 1, 0, 1
        kept = 1 - kept
    return mask
