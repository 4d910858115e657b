"""numpy's integers wrap around."""

TOLD = "The count overflows"
LOSES = {"count_subnetworks_exact": 1}


def count_subnetworks(n):
    return int(np.prod(np.full(n, 2)))
