"""Each row begins with the second half of the row before: windows that are cut too close."""

TOLD = "Entries depend on one another"
LOSES = {"keep_mask_independent": 2}


def keep_mask(shape, p, rng):
    columns = shape[-1]
    rows, step = int(np.prod(shape[:-1])), (columns + 1) // 2
    u = rng.random(rows * step + columns)
    starts = step * np.arange(rows)
    return (u[starts[:, None] + np.arange(columns)] >= p).reshape(shape)
