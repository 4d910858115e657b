"""Adds the channels up at each pixel, then squares."""

TOLD = "The variance of the sum is wrong"
LOSES = {"channel_sum_moments_values": 0.75, "channel_sum_moments_call": 0.25}


def channel_sum_moments(x, p):
    pixels = x.sum(axis=1)
    return pixels.sum(axis=(1, 2)), p / (1 - p) * (pixels**2).sum(axis=(1, 2))
