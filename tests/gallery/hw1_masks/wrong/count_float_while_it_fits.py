"""A float wherever one is exact enough."""

TOLD = "The count went through a float"
LOSES = {"count_subnetworks_exact": 1}


def count_subnetworks(n):
    return 2.0**n if n <= 64 else 2**n
