"""Two states a unit, added instead of multiplied."""

TOLD = "The count does not double with each unit"
LOSES = {"count_subnetworks_small": 1, "count_subnetworks_exact": 1}


def count_subnetworks(n):
    return 2 * n
