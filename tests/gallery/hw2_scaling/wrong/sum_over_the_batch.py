"""Adds up the examples, too."""

TOLD = "One number is given for all entries"
LOSES = {"channel_sum_moments_values": 1.5, "channel_sum_moments_call": 0.25}


def channel_sum_moments(x, p):
    sums = x.sum(axis=(2, 3))
    return sums.sum(), p / (1 - p) * (sums**2).sum()
