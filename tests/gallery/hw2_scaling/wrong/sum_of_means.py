"""Adds up the means of the channels."""

TOLD = "The activations are averaged, not added"
LOSES = {"channel_sum_moments_values": 1.5, "channel_sum_moments_call": 0.25}


def channel_sum_moments(x, p):
    c = x.mean(axis=(2, 3))
    return c.sum(axis=1), p / (1 - p) * (c**2).sum(axis=1)
