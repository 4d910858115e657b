"""An error for shapes that are not tables."""

TOLD = "Your function raised an error"
LOSES = {"keep_mask_form": 0.5, "keep_mask_independent": 2}


def keep_mask(shape, p, rng):
    rows, columns = shape
    return rng.random((rows, columns)) >= p
