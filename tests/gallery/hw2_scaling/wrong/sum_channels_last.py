"""Takes the last axis for the channels."""

TOLD = "The variance of the sum is wrong"
LOSES = {"channel_sum_moments_values": 0.75, "channel_sum_moments_call": 0.25}


def channel_sum_moments(x, p):
    sums = x.sum(axis=(1, 2))
    return sums.sum(axis=1), p / (1 - p) * (sums**2).sum(axis=1)
