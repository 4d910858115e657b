"""Counts orderings."""

TOLD = "The count is that of orderings"
LOSES = {"count_subnetworks_small": 1, "count_subnetworks_exact": 1}


def count_subnetworks(n):
    import math

    return math.factorial(n)
