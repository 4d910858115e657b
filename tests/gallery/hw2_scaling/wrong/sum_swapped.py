"""p and 1 - p swapped."""

TOLD = "p and 1 - p are swapped in the variance"
LOSES = {"channel_sum_moments_values": 0.75, "channel_sum_moments_call": 0.25}


def channel_sum_moments(x, p):
    sums = x.sum(axis=(2, 3))
    return sums.sum(axis=1), (1 - p) / max(p, 1e-12) * (sums**2).sum(axis=1) * (p > 0)
