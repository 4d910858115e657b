"""Rounded to three decimal places."""

TOLD = "The rate is rounded"
LOSES = {"rate_from_keep_prob_turned": 1.0}


def rate_from_keep_prob(keep_prob):
    return round(1 - keep_prob, 3)
