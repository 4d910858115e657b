"""Both moments of the classic form."""

TOLD = "The mean is that of the classic form"
LOSES = {"channel_sum_moments_values": 1.5, "channel_sum_moments_call": 0.25}


def channel_sum_moments(x, p):
    sums = x.sum(axis=(2, 3))
    return (1 - p) * sums.sum(axis=1), p * (1 - p) * (sums**2).sum(axis=1)
