"""Right as long as a float can tell."""

TOLD = "The count went through a float"
LOSES = {"count_subnetworks_exact": 1}


def count_subnetworks(n):
    return 2.0**n
