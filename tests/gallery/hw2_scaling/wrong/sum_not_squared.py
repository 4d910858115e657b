"""Forgets to square the channels' sums."""

TOLD = "x is not squared"
LOSES = {"channel_sum_moments_values": 0.75, "channel_sum_moments_call": 0.25}


def channel_sum_moments(x, p):
    sums = x.sum(axis=(2, 3))
    return sums.sum(axis=1), p / (1 - p) * sums.sum(axis=1)
