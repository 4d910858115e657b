"""One coin for all channels."""

TOLD = "One coin for a whole example is assumed"
LOSES = {"channel_sum_moments_values": 0.75, "channel_sum_moments_call": 0.25}


def channel_sum_moments(x, p):
    total = x.sum(axis=(1, 2, 3))
    return total, p / (1 - p) * total**2
