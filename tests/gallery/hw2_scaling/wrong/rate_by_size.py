"""Thinks that large numbers are keep probabilities."""

TOLD = "The number's size decides"
LOSES = {"rate_from_keep_prob_turned": 1.0, "rate_from_keep_prob_ends": 1.0}


def rate_from_keep_prob(keep_prob):
    return 1 - keep_prob if keep_prob > 0.5 else keep_prob
