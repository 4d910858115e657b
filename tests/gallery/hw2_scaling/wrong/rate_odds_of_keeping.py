"""Takes the odds of keeping."""

TOLD = "That is a ratio, not a probability"
LOSES = {"rate_from_keep_prob_turned": 1.0, "rate_from_keep_prob_ends": 1.0}


def rate_from_keep_prob(keep_prob):
    return keep_prob / (1 - keep_prob) if keep_prob < 1 else 0.0
