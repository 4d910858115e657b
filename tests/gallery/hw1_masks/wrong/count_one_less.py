"""Forgets the empty network."""

TOLD = "One subnetwork too few"
LOSES = {"count_subnetworks_small": 1, "count_subnetworks_exact": 1}


def count_subnetworks(n):
    return 2**n - 1
