"""Makes an int of it."""

TOLD = "The rate is rounded"
LOSES = {"rate_from_keep_prob_turned": 1.0, "rate_from_keep_prob_ends": 1.0}


def rate_from_keep_prob(keep_prob):
    return int(1 - keep_prob)
