"""The standard deviation."""

TOLD = "That is the standard deviation"
LOSES = {"channel_sum_moments_values": 0.75, "channel_sum_moments_call": 0.25}


def channel_sum_moments(x, p):
    sums = x.sum(axis=(2, 3))
    return sums.sum(axis=1), np.sqrt(p / (1 - p) * (sums**2).sum(axis=1))
