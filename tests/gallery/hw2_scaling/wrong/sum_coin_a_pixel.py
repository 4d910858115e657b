"""Every pixel with a coin of its own."""

TOLD = "A coin for every pixel is assumed"
LOSES = {"channel_sum_moments_values": 0.75, "channel_sum_moments_call": 0.25}


def channel_sum_moments(x, p):
    return x.sum(axis=(1, 2, 3)), p / (1 - p) * (x**2).sum(axis=(1, 2, 3))
