"""Takes a keep probability of 0 for none given."""

TOLD = "A keep probability is taken for a drop rate"
LOSES = {"rate_from_keep_prob_ends": 1.0}


def rate_from_keep_prob(keep_prob):
    return 1 - keep_prob if keep_prob else 0.0
