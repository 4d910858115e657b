"""Prints instead of returning."""

TOLD = "The answer is not a number"
LOSES = {"rate_from_keep_prob_turned": 1.0, "rate_from_keep_prob_ends": 1.0}


def rate_from_keep_prob(keep_prob):
    p = 1 - keep_prob
