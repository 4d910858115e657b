"""numpy's integers wherever they are large enough."""

TOLD = "The count overflows"
LOSES = {"count_subnetworks_exact": 1}


def count_subnetworks(n):
    return np.int64(2**n) if n < 63 else 2**n
