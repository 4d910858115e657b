"""An int, made from a float: exact for a power of two, until the float overflows."""

TOLD = "The count went through a float"
LOSES = {"count_subnetworks_exact": 1}


def count_subnetworks(n):
    return int(2.0**n)
