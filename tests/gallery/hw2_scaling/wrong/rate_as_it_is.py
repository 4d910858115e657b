"""Hands the number on."""

TOLD = "A keep probability is taken for a drop rate"
LOSES = {"rate_from_keep_prob_turned": 1.0, "rate_from_keep_prob_ends": 1.0}


def rate_from_keep_prob(keep_prob):
    return keep_prob
