"""One pair of numbers for each channel."""

TOLD = "The answer has the wrong shape"
LOSES = {"channel_sum_moments_values": 1.5, "channel_sum_moments_call": 0.25}


def channel_sum_moments(x, p):
    sums = x.sum(axis=(2, 3))
    return sums, p / (1 - p) * sums**2
