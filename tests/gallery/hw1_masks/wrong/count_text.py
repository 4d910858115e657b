"""The digits as a string."""

TOLD = "The answer is not a whole number"
LOSES = {"count_subnetworks_small": 1, "count_subnetworks_exact": 1}


def count_subnetworks(n):
    return str(2**n)
