"""An int, made from a float."""

TOLD = "The count went through a float"
LOSES = {"count_subnetworks_exact": 1}


def count_subnetworks(n):
    import math

    return round(math.exp(n * math.log(2)))
