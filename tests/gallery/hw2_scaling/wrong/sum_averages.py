"""Averages where a sum is asked."""

TOLD = "The activations are averaged, not added"
LOSES = {"channel_sum_moments_values": 1.5, "channel_sum_moments_call": 0.25}


def channel_sum_moments(x, p):
    means = x.mean(axis=(2, 3))
    return means.mean(axis=1), p / (1 - p) * (means**2).mean(axis=1)
